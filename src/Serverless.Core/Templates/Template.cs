using Serverless.Text;

namespace Serverless.Templates;

/// <summary>A CloudFormation template: a view of its root map by section. It does not know any resource type, SAM's included.</summary>
/// <param name="root">The document; the view reads and writes through to it.</param>
/// <param name="source">The text it was read from; null for a template that was made.</param>
public sealed class Template(MapValue root, SourceText? source = null)
{
    /// <summary>The document.</summary>
    public MapValue Root { get; } = root;

    /// <summary>The text it was read from; null for a template that was made.</summary>
    public SourceText? Source { get; } = source;

    /// <summary>The <c>Parameters</c> section; null when it is missing or no map.</summary>
    public MapValue? Parameters => Root["Parameters"].AsMap();

    /// <summary>The <c>Mappings</c> section; null when it is missing or no map.</summary>
    public MapValue? Mappings => Root["Mappings"].AsMap();

    /// <summary>The <c>Conditions</c> section; null when it is missing or no map.</summary>
    public MapValue? Conditions => Root["Conditions"].AsMap();

    /// <summary>The <c>Outputs</c> section; null when it is missing or no map.</summary>
    public MapValue? Outputs => Root["Outputs"].AsMap();

    /// <summary>The <c>Resources</c> section's members that are maps, in order.</summary>
    public IEnumerable<Resource> Resources =>
        from entry in Root["Resources"].AsMap() ?? []
        where entry.Value is MapValue
        select new Resource(entry.Key, (MapValue)entry.Value);

    /// <summary>A resource by its logical id, or null.</summary>
    public Resource? FindResource(LogicalId id) =>
        Root["Resources"].AsMap() is { } resources && resources[id.Value] is MapValue body ? new(resources.KeyOf(id.Value)!, body) : null;

    /// <summary>The names listed in <c>Transform</c>, a string or a list of strings; other forms are left out.</summary>
    public IEnumerable<string> Transforms => Root["Transform"] switch
    {
        StringValue one => [one.Value],
        ListValue many => many.OfType<StringValue>().Select(name => name.Value),
        _ => [],
    };

    /// <summary>A copy that shares nothing that can change.</summary>
    public Template DeepClone() => new((MapValue)Root.DeepClone(), Source);
}

/// <summary>One member of a template's <c>Resources</c>.</summary>
/// <param name="Key">Its key, with the place of the logical id.</param>
/// <param name="Body">Its attributes: <c>Type</c>, <c>Properties</c>, <c>DependsOn</c> and so on.</param>
public sealed record Resource(MapKey Key, MapValue Body)
{
    /// <summary>The logical id.</summary>
    public LogicalId Id => Key.Text;

    /// <summary>The resource type such as <c>AWS::Lambda::Function</c>; null when it is missing or no string.</summary>
    public string? ResourceType => Body["Type"].AsString();

    /// <summary>The properties; null when they are missing or no map.</summary>
    public MapValue? Properties => Body["Properties"].AsMap();

    /// <summary>Where the logical id stands, or the body when the key was made.</summary>
    public SourceSpan Span => Key.Span.Or(Body.Span);
}
