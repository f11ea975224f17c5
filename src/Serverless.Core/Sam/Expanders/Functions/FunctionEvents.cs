using Serverless.Sam.Errors;
using Serverless.Sam.Events;
using Serverless.Sam.Python;
using Serverless.Sam.Resources;
using Serverless.Templates;

namespace Serverless.Sam.Expanders.Functions;

/// <summary>The events of a function. An event's error is one of the function.</summary>
internal static class FunctionEvents
{
    /// <summary>Reads the events and checks what they refer to, in the order of the template.</summary>
    public static List<SamEvent> Link(SamResource resource, TransformRun run, EventSourceTable sources)
    {
        var events = new List<SamEvent>();
        foreach (var (key, value) in resource["Events"].AsMap() ?? [])
        {
            Blame(resource, () =>
            {
                var source = SamEvent.Read(resource.Id, key, value, sources);
                source.Source.Link(source, run.InputResources);
                events.Add(source);
            });
        }

        return events;
    }

    /// <summary>Expands the events: those with a path in the order of their paths, so that <c>$default</c> comes before all others.</summary>
    public static void Expand(SamResource resource, List<SamEvent> events, EventExpansion expansion)
    {
        foreach (var source in events.OrderBy(SortKey, CodePointComparer.Instance))
        {
            Blame(resource, () => source.Source.Expand(source, expansion));
        }
    }

    private static string SortKey(SamEvent source) => source["Path"].AsString() ?? source.Name;

    private static void Blame(SamResource resource, Action action)
    {
        try
        {
            action();
        }
        catch (SamErrorException invalid) when (invalid.Error.Kind == SamErrorKind.Event)
        {
            var error = invalid.Error;
            throw new SamErrorException(new(SamErrorKind.EventOfResource, resource.Id, error.Message, error.Span, error.Help));
        }
    }
}
