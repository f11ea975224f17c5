using Serverless.Sam.Resources;
using Serverless.Templates;

namespace Serverless.Sam.Events;

/// <summary>What the rules of EventBridge have in common: state, target and dead letters.</summary>
internal static class RuleTarget
{
    private const int LongestId = 64;

    /// <summary>A name that EventBridge takes: the event's id, cut so that the suffix stays whole.</summary>
    public static string IdFor(SamEvent source, string suffix = "LambdaTarget") =>
        source.Id.Length + suffix.Length <= LongestId ? source.Id + suffix : source.Id[..(LongestId - suffix.Length)] + suffix;

    /// <summary>The state by either of the two properties that give it; null when neither does.</summary>
    public static TemplateValue? State(SamEvent source)
    {
        var state = source["State"] is { IsTruthy: true } given ? given : null;
        if (source["Enabled"] is not { } enabled)
        {
            return state;
        }

        return state is null
            ? new StringValue(enabled.IsTruthy ? "ENABLED" : "DISABLED") { Span = enabled.Span }
            : throw source.Error("State and Enabled Properties cannot both be specified.", state);
    }

    /// <summary>The queue for events that could not be delivered: the user's, or one that is added with a policy for the rule.</summary>
    /// <returns>Its ARN; null when none is wanted.</returns>
    public static TemplateValue? DeadLetters(SamEvent source, GeneratedResource rule, EventExpansion expansion)
    {
        var arn = DeadLetterQueue.Add(source, expansion, out var queue);
        if (queue is not null)
        {
            var policy = expansion.Add(Shapes.QueuePolicy, source.Id + "QueuePolicy", source);
            policy["PolicyDocument"] = DeadLetterQueue.Policy(Values.Map(("Service", "events.amazonaws.com")), queue.Arn(), rule.Arn());
            policy["Queues"] = Values.List(queue.Ref());
        }

        return arn;
    }
}
