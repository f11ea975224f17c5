using Serverless.Text;

namespace Serverless.Templates;

/// <summary>How one part of a template refers to another.</summary>
public enum ReferenceKind
{
    /// <summary><c>Ref</c>.</summary>
    Ref,

    /// <summary><c>Fn::GetAtt</c>.</summary>
    Attribute,

    /// <summary>A variable of <c>Fn::Sub</c>.</summary>
    Sub,

    /// <summary>An entry of <c>DependsOn</c>.</summary>
    Dependency,
}

/// <summary>A reference to a resource or parameter.</summary>
/// <param name="Target">The logical id or pseudo parameter.</param>
/// <param name="Attribute">The attribute asked for; null for the whole, and for an attribute that is computed.</param>
/// <param name="Kind">How it refers.</param>
/// <param name="Span">Where it says so.</param>
public sealed record Reference(LogicalId Target, string? Attribute, ReferenceKind Kind, SourceSpan Span)
{
    /// <summary>True for <c>AWS::Region</c> and the like, which every template has.</summary>
    public bool IsPseudoParameter => Target.Value.StartsWith("AWS::", StringComparison.Ordinal);
}

/// <summary>Finds references.</summary>
public static class References
{
    private const int MaxSearched = 100;

    /// <summary>All references in a value, in its order. Functions with impossible arguments are passed over.</summary>
    /// <param name="value">Where to look.</param>
    /// <param name="source">The text the value was read from, for the exact places of variables; null for those of their texts.</param>
    public static IEnumerable<Reference> In(TemplateValue? value, SourceText? source = null) => value switch
    {
        MapValue map when Intrinsic.TryRead(map, out var call) => OfCall(call, source),
        MapValue map => map.Values.SelectMany(member => In(member, source)),
        ListValue list => list.SelectMany(item => In(item, source)),
        _ => [],
    };

    /// <summary>All references of a resource: those in its body and its <c>DependsOn</c>.</summary>
    public static IEnumerable<Reference> Of(Resource resource, SourceText? source = null) =>
        Dependencies(resource).Concat(resource.Body.Where(entry => entry.Key.Text is not "DependsOn").SelectMany(entry => In(entry.Value, source)));

    /// <summary>The entries of a resource's <c>DependsOn</c>, a string or a list of strings.</summary>
    public static IEnumerable<Reference> Dependencies(Resource resource)
    {
        var names = resource.Body["DependsOn"] switch
        {
            StringValue one => [one],
            ListValue many => many.OfType<StringValue>(),
            _ => [],
        };
        return names.Select(name => new Reference(name.Value, null, ReferenceKind.Dependency, name.Span));
    }

    private static IEnumerable<Reference> OfCall(Intrinsic call, SourceText? source) => call switch
    {
        { Name: "Ref", Argument: StringValue { Value.Length: > 0 } name } => [new(name.Value, null, ReferenceKind.Ref, name.Span)],
        { Name: "Fn::GetAtt", Argument: ListValue and [StringValue id, StringValue attribute] } => [new(id.Value, attribute.Value, ReferenceKind.Attribute, id.Span)],
        { Name: "Fn::GetAtt", Argument: ListValue and [StringValue id, var attribute] } => In(attribute, source).Prepend(new(id.Value, null, ReferenceKind.Attribute, id.Span)),
        { Name: "Fn::GetAtt", Argument: StringValue text } => [OfDottedText(text)],
        { Name: "Fn::Sub", Argument: StringValue text } => OfSub(text, null, source),
        { Name: "Fn::Sub", Argument: ListValue and [StringValue text, MapValue own] } => OfSub(text, own, source).Concat(own.Values.SelectMany(value => In(value, source))),
        _ => In(call.Argument, source),
    };

    private static Reference OfDottedText(StringValue text)
    {
        var parts = text.Value.Split('.', 2);
        return new(parts[0], parts.Length > 1 ? parts[1] : null, ReferenceKind.Attribute, text.Span);
    }

    private static IEnumerable<Reference> OfSub(StringValue text, MapValue? own, SourceText? source)
    {
        var variables = SubVariables.In(text.Value).ToList();

        // Where so many stand in one text, their own places are not worth the search.
        var searched = variables.Count <= MaxSearched ? source : null;
        return from variable in variables
               where variable.IsWellFormed && (own is null || !own.ContainsKey(variable.Name))
               select new Reference(variable.Id, variable.Attribute, ReferenceKind.Sub, SubSpans.Find(text, variable, searched));
    }
}
