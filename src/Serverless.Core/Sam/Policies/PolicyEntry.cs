using Serverless.Sam.Errors;
using Serverless.Sam.Resources;
using Serverless.Templates;

namespace Serverless.Sam.Policies;

/// <summary>What an entry of <c>Policies</c> can be.</summary>
internal enum PolicyKind
{
    Managed,
    Statement,
    Template,
    Unknown,
}

/// <summary>An entry of a resource's <c>Policies</c>.</summary>
internal sealed record PolicyEntry(PolicyKind Kind, TemplateValue Value)
{
    /// <summary>The entries of <c>Policies</c>, which may be one alone.</summary>
    /// <param name="policies">The property.</param>
    /// <param name="withTemplates">False when policy templates have been filled in already, so that one would be an unknown entry.</param>
    /// <exception cref="SamErrorException">The sides of an Fn::If are of different kinds.</exception>
    public static List<PolicyEntry> Read(TemplateValue? policies, bool withTemplates) => policies switch
    {
        null or { IsTruthy: false } => [],
        ListValue list => [.. list.Select(entry => new PolicyEntry(KindOf(entry, withTemplates), entry))],
        _ => [new(KindOf(policies, withTemplates), policies)],
    };

    private static PolicyKind KindOf(TemplateValue entry, bool withTemplates) => entry switch
    {
        StringValue => PolicyKind.Managed,
        _ when Values.TryIf(entry, out var argument) => KindOfIf(argument, withTemplates),
        _ when Intrinsic.Is(entry) => PolicyKind.Managed,
        MapValue map when map.ContainsKey("Statement") => PolicyKind.Statement,
        MapValue { Count: 1 } map when withTemplates && PolicyTemplateTable.Find(map.First().Key.Text) is not null => PolicyKind.Template,
        _ => PolicyKind.Unknown,
    };

    private static PolicyKind KindOfIf(TemplateValue argument, bool withTemplates)
    {
        if (argument is not ListValue { Count: 3 } items)
        {
            throw Invalid("Fn::If requires 3 arguments", argument);
        }

        var (then, otherwise) = (KindOf(items[1], withTemplates), KindOf(items[2], withTemplates));
        if (then == otherwise || Values.IsNoValue(items[2]))
        {
            return then;
        }

        return Values.IsNoValue(items[1])
            ? otherwise
            : throw Invalid(
                "Different policy types within the same Fn::If statement is unsupported. Separate different policy types into different Fn::If statements",
                argument);
    }

    private static SamErrorException Invalid(string text, TemplateValue at) => new(new(SamErrorKind.Template, "", text, at.Span));
}
