using System.Diagnostics.CodeAnalysis;

namespace Serverless.Templates;

/// <summary>An intrinsic function call: a map with one member named <c>Ref</c>, <c>Condition</c> or <c>Fn::…</c>.</summary>
/// <param name="Name">The full name, such as <c>Ref</c> or <c>Fn::GetAtt</c>.</param>
/// <param name="Argument">What the function is applied to.</param>
/// <param name="Call">The map itself.</param>
public readonly record struct Intrinsic(string Name, TemplateValue Argument, MapValue Call)
{
    /// <summary>Reads a value as an intrinsic.</summary>
    /// <returns>False when the value is something else; a map of two members never is one.</returns>
    public static bool TryRead([NotNullWhen(true)] TemplateValue? value, out Intrinsic intrinsic)
    {
        intrinsic = default;
        if (value is not MapValue { Count: 1 } map)
        {
            return false;
        }

        var (key, argument) = map.First();
        if (!IsName(key.Text))
        {
            return false;
        }

        intrinsic = new(key.Text, argument, map);
        return true;
    }

    /// <summary>True for a value that is an intrinsic.</summary>
    public static bool Is([NotNullWhen(true)] TemplateValue? value) => TryRead(value, out _);

    /// <summary>True for the names that make a one-member map an intrinsic.</summary>
    public static bool IsName(string name) => name is "Ref" or "Condition" || name.StartsWith("Fn::", StringComparison.Ordinal);

    /// <summary><c>{"Ref": name}</c>.</summary>
    public static MapValue Ref(TemplateValue name) => Of("Ref", name);

    /// <summary><c>{"Fn::GetAtt": [id, attribute]}</c>.</summary>
    public static MapValue GetAtt(TemplateValue id, TemplateValue attribute) => Of("Fn::GetAtt", new ListValue(id, attribute));

    /// <summary><c>{"Fn::Sub": text}</c>.</summary>
    public static MapValue Sub(TemplateValue text) => Of("Fn::Sub", text);

    /// <summary><c>{name: argument}</c>, at the argument's place.</summary>
    public static MapValue Of(string name, TemplateValue argument) => new(new MapEntry(name, argument)) { Span = argument.Span };
}
