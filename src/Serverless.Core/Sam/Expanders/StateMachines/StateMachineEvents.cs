using Serverless.Sam.Events;
using Serverless.Sam.Expanders.Functions;
using Serverless.Sam.Resources;

namespace Serverless.Sam.Expanders.StateMachines;

/// <summary>The events of a state machine. They are linked like those of a function, but an error in expanding one is the event's own.</summary>
internal static class StateMachineEvents
{
    /// <summary>Reads the events and checks what they refer to.</summary>
    public static List<SamEvent> Link(SamResource resource, TransformRun run) => FunctionEvents.Link(resource, run, EventSourceList.StateMachines);

    /// <summary>Expands the events in the order of the template.</summary>
    public static void Expand(List<SamEvent> events, EventExpansion expansion)
    {
        foreach (var source in events)
        {
            source.Source.Expand(source, expansion);
        }
    }
}
