using System.Diagnostics.CodeAnalysis;
using Serverless.Sam.Python27;
using Serverless.Templates;

namespace Serverless.Sam.Resources;

/// <summary>Short ways to read and make the values that SAM deals in.</summary>
/// <remarks>Members come in arrays, not spans: the compiler's buffers for spans are generic structs, each of which a program compiles when it starts.</remarks>
internal static class Values
{
    /// <summary>A member's value; null when it is missing or an explicit null, which SAM does not tell apart.</summary>
    public static TemplateValue? Get(this MapValue map, string key) => map[key] is { } value and not NullValue ? value : null;

    /// <summary>A map of the members whose value is not null.</summary>
    public static MapValue Map(params (string Key, TemplateValue? Value)[] members)
    {
        var map = new MapValue(members.Length);
        foreach (var (key, value) in members)
        {
            if (value is not null)
            {
                map.Set(key, value);
            }
        }

        return map;
    }

    /// <summary>A list of the values.</summary>
    public static ListValue List(params TemplateValue[] items)
    {
        var list = new ListValue();
        foreach (var item in items)
        {
            list.Add(item);
        }

        return list;
    }

    /// <summary>The member of that name, which is added when it is missing.</summary>
    public static TemplateValue GetOrAdd(this MapValue map, MapKey key, Func<TemplateValue> make)
    {
        if (map[key.Text] is { } there)
        {
            return there;
        }

        var made = make();
        map.Set(key, made);
        return made;
    }

    /// <summary>A text as a key, at its place and with its mark.</summary>
    public static MapKey ToKey(this StringValue text) => new(text.Value) { Span = text.Span, IsMarked = text.IsMarked };

    /// <summary>The key in lower case.</summary>
    public static MapKey ToLowerCase(this MapKey key) => key with { Text = key.Text.ToLowerInvariant() };

    /// <summary>A key as a text, at its place and with its mark.</summary>
    public static StringValue ToValue(this MapKey key) => new(key.Text) { Span = key.Span, IsMarked = key.IsMarked };

    /// <summary>Sets every member of another map.</summary>
    public static void Update(this MapValue map, MapValue other)
    {
        (map as Python27Map)?.MakeRoom(other.Count);
        foreach (var (key, value) in other)
        {
            map.Set(key, value);
        }
    }

    /// <summary>True for <c>{"Ref": "AWS::NoValue"}</c>.</summary>
    public static bool IsNoValue([NotNullWhen(true)] TemplateValue? value) =>
        value is MapValue { Count: 1 } map && map["Ref"] is StringValue { Value: "AWS::NoValue" };

    /// <summary>Reads <c>{"Fn::If": …}</c>; what it is applied to may be anything.</summary>
    public static bool TryIf([NotNullWhen(true)] TemplateValue? value, [NotNullWhen(true)] out TemplateValue? argument)
    {
        argument = value is MapValue { Count: 1 } map ? map["Fn::If"] : null;
        return argument is not null;
    }

    /// <summary><c>{"Fn::If": [condition, then, else]}</c>; without an else, nothing.</summary>
    public static MapValue If(TemplateValue condition, TemplateValue then, TemplateValue? otherwise = null) =>
        new(new MapEntry("Fn::If", List(condition, then, otherwise ?? NoValue()))) { Span = then.Span };

    /// <summary><c>{"Ref": "AWS::NoValue"}</c>.</summary>
    public static MapValue NoValue() => Intrinsic.Ref("AWS::NoValue");

    /// <summary><c>{"Fn::Sub": [text, variables]}</c>.</summary>
    public static MapValue Sub(string text, params (string Key, TemplateValue? Value)[] variables) =>
        new(new MapEntry("Fn::Sub", List(text, Map(variables))));

    /// <summary><c>{"Fn::Not": [{"Condition": name}]}</c>.</summary>
    public static MapValue Not(TemplateValue condition) => new(new MapEntry("Fn::Not", List(Map(("Condition", condition)))));

    /// <summary>The id that a Ref or GetAtt names; null for anything else.</summary>
    public static string? IdOf(TemplateValue? value)
    {
        if (!Intrinsic.TryRead(value, out var intrinsic))
        {
            return null;
        }

        return (intrinsic.Name, intrinsic.Argument) switch
        {
            ("Ref", StringValue name) => name.Value,
            ("Fn::GetAtt", ListValue { Count: 2 } parts) => parts[0].AsString(),
            ("Fn::GetAtt", StringValue text) when text.Value.Split('.') is [var id, _] => id,
            _ => null,
        };
    }

    /// <summary>True for a string equal to the text.</summary>
    public static bool IsText(this TemplateValue? value, string text) => value is StringValue written && written.Value == text;

    /// <summary>Python's <c>str.isalnum</c>: at least one character, and only letters and digits of any script.</summary>
    public static bool IsAlphanumeric(string text)
    {
        if (text.Length == 0)
        {
            return false;
        }

        foreach (var rune in text.EnumerateRunes())
        {
            if (!System.Text.Rune.IsLetterOrDigit(rune) && !System.Text.Rune.IsNumber(rune))
            {
                return false;
            }
        }

        return true;
    }
}
