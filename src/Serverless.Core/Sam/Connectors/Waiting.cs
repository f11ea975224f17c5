using Serverless.Sam.Resources;
using Serverless.Templates;

namespace Serverless.Sam.Connectors;

/// <summary>Makes resources of the expanded template wait for what connectors make.</summary>
internal static class Waiting
{
    /// <summary>Lets the source, or the event source mapping between the ends, depend on the resources.</summary>
    public static void LetWait(WaitsForConnector who, List<GeneratedResource> made, ConnectorEnd source, ConnectorEnd destination, TransformRun run)
    {
        if (source.Id is null)
        {
            return;
        }

        var waiting = who switch
        {
            WaitsForConnector.Source => run.FindResource(source.Id),
            WaitsForConnector.EventSourceMapping => MappingBetween(source.Id, destination.Id, run),
            _ => null,
        };
        if (waiting is not null)
        {
            var ids = new ListValue(AsList(waiting["DependsOn"]));
            waiting["DependsOn"] = AddMissing(ids, made);
        }
    }

    /// <summary>Puts what a connector made in its place in every <c>DependsOn</c>.</summary>
    public static void Replace(string connector, List<GeneratedResource> made, TransformRun run)
    {
        foreach (var (_, resource) in run.OutputResources)
        {
            if (resource is MapValue body && body["DependsOn"] is { } dependsOn && Without(connector, dependsOn) is { } others)
            {
                body["DependsOn"] = AddMissing(others, made);
            }
        }
    }

    // With two mappings nobody knows which of them is meant.
    private static MapValue? MappingBetween(string source, string? destination, TransformRun run)
    {
        var mappings = run.OutputResources.Values.OfType<MapValue>().Where(IsBetween).Take(2).ToList();
        return mappings is [var only] ? only : null;

        bool IsBetween(MapValue resource) =>
            resource["Type"].IsText(Shapes.EventSourceMapping.Type)
            && resource["Properties"] is MapValue properties
            && Values.IdOf(properties["FunctionName"]) is { } function && function == destination
            && Values.IdOf(properties["EventSourceArn"]) == source;
    }

    private static IEnumerable<TemplateValue> AsList(TemplateValue? dependsOn) => dependsOn switch
    {
        null or { IsTruthy: false } => [],
        ListValue list => list,
        _ => [dependsOn],
    };

    // Null when the connector is not there. Only its first mention counts, as for the service.
    private static ListValue? Without(string connector, TemplateValue dependsOn)
    {
        if (dependsOn.IsText(connector))
        {
            return [];
        }

        var at = dependsOn is ListValue list ? list.ToList().FindIndex(id => id.IsText(connector)) : -1;
        if (at < 0)
        {
            return null;
        }

        var others = new ListValue((ListValue)dependsOn);
        others.RemoveAt(at);
        return others;
    }

    private static ListValue AddMissing(ListValue ids, List<GeneratedResource> made)
    {
        foreach (var resource in made)
        {
            if (!ids.Contains(resource.Id))
            {
                ids.Add(new StringValue(resource.Id) { Span = resource.Source });
            }
        }

        return ids;
    }
}
