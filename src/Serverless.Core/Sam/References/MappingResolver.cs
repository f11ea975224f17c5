using Serverless.Sam.Errors;
using Serverless.Sam.Python;
using Serverless.Templates;

namespace Serverless.Sam.References;

/// <summary>Replaces <c>Fn::FindInMap</c> by the value in the template's mappings, where all three names are plain.</summary>
internal sealed class MappingResolver(MapValue mappings) : Resolver
{
    /// <summary>A resolver for the mappings of a template.</summary>
    /// <exception cref="SamDocumentException">They are no map.</exception>
    public static MappingResolver Of(MapValue template) => template["Mappings"] switch
    {
        null => new([]),
        MapValue mappings => new(mappings),
        var other => throw SamDocumentException.Template("'Mappings' or 'Parameters' is either null or not a valid dictionary.", other.Span),
    };

    protected override bool HasNothingToResolve => mappings.Count == 0;

    protected override TemplateValue ResolveCall(MapValue call)
    {
        if (call["Fn::FindInMap"] is not { } argument)
        {
            return call;
        }

        if (argument is not ListValue { Count: 3 } names)
        {
            throw SamDocumentException.Template(
                $"Invalid FindInMap value {PythonText.Str(argument)}. FindInMap expects an array with 3 values.", call.Span);
        }

        return Name(names[0]) is { } map && Name(names[1]) is { } top && Name(names[2]) is { } second && mappings[map] is { } level
            ? Find(call, map, level, top, second)
            : call;
    }

    private string? Name(TemplateValue value) =>
        (value is MapValue { Count: 1 } call ? ResolveCall(call) : value).AsString();

    private static TemplateValue Find(MapValue call, string map, TemplateValue level, string top, string second)
    {
        if (level is not MapValue tops)
        {
            throw NotTwoLevels(call, map);
        }

        return tops[top] switch
        {
            null => call,
            MapValue values => values[second] ?? call,
            _ => throw NotTwoLevels(call, map),
        };
    }

    private static SamDocumentException NotTwoLevels(MapValue call, string map) =>
        SamDocumentException.Template($"Cannot use Fn::FindInMap on Mapping '{map}' which is not a a two-level map.", call.Span);
}
