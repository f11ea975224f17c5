using System.Collections.Immutable;
using System.Globalization;
using Serverless.Diagnostics;
using Serverless.Templates;
using Serverless.Text;

namespace Serverless.Stacks;

/// <summary>Finds what an operation failed of first, and says it at the line that the user wrote.</summary>
internal static class RootCause
{
    // CloudFormation itself nests no deeper than that for long.
    private const int MaximumDepth = 5;

    public static async Task<ImmutableArray<Diagnostic>> ExplainAsync(
        StackJob job, ImmutableArray<StackEvent> events, StackDescription? now, CancellationToken cancellationToken)
    {
        var help = Aftermath(job.Target.StackName, now);
        var failures = Failures(events);
        if (failures.IsEmpty)
        {
            return [StackDiagnostics.StackFailed.At(job.Template?.File ?? default, $"Stack '{job.Target.StackName}' failed{StackDiagnostics.Because(StackReason(events, now))}", help)];
        }

        var cause = await FollowAsync(job, failures[0], events[0].Timestamp, cancellationToken);
        return
        [
            StackDiagnostics.ResourceFailed.At(cause.Span.Or(job.SpanOf(failures[0].LogicalId)), Say(cause), help) with
            {
                Related = [.. failures.Skip(1).DistinctBy(failure => failure.LogicalId).Select(failure => new RelatedPlace(job.SpanOf(failure.LogicalId), Say(new(failure.LogicalId, failure))))],
            },
        ];
    }

    /// <summary>The complaint about a change set that could not be made; it often names a resource.</summary>
    public static Diagnostic ExplainChangeSet(StackJob job, string? reason)
    {
        var text = job.Secrets.ApplyOptional(reason)?.TrimEnd('.') ?? "CloudFormation gives no reason";
        return StackDiagnostics.ChangeSetFailed.At(Place(job, text), $"CloudFormation cannot make a change set: {text}.");
    }

    /// <summary>The line of the first resource that a text of CloudFormation names, or the template as a whole.</summary>
    public static SourceSpan Place(StackJob job, string text)
    {
        var named = job.Template is { } template ? FirstNamed(template.Template, text) : null;
        return named is { } id ? job.SpanOf(id.Value) : job.Template?.File ?? SourceSpan.None;
    }

    // Failures that merely follow from another one count only when there is no other.
    private static ImmutableArray<StackEvent> Failures(ImmutableArray<StackEvent> events)
    {
        var failed = events.Where(happened => happened.Status.IsFailed && !happened.IsOfStack).ToImmutableArray();
        var causes = failed.RemoveAll(happened => happened.IsConsequence);
        return causes.IsEmpty ? failed : causes;
    }

    private static async Task<Cause> FollowAsync(StackJob job, StackEvent failure, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var cause = new Cause(failure.LogicalId, failure);
        var template = job.Template;
        for (var depth = 0; depth < MaximumDepth && cause.Event is { ResourceType: "AWS::CloudFormation::Stack", PhysicalId: { Length: > 0 } nested }; depth++)
        {
            var inner = Failures(await NestedEventsAsync(job, nested, since, cancellationToken));
            if (inner.IsEmpty)
            {
                break;
            }

            template = template?.Nested?.Invoke(cause.Event.LogicalId);
            cause = new($"{cause.Path}.{inner[0].LogicalId}", inner[0] with { Reason = job.Secrets.ApplyOptional(inner[0].Reason) })
            {
                Span = (template?.SpanOf(inner[0].LogicalId) ?? SourceSpan.None).Or(cause.Span),
            };
        }

        return cause;
    }

    // What cannot be read of a nested stack leaves the outer failure as the best that is known.
    private static async Task<ImmutableArray<StackEvent>> NestedEventsAsync(StackJob job, string stack, DateTimeOffset since, CancellationToken cancellationToken)
    {
        try
        {
            return (await job.Client.EventsAfterAsync(stack, afterEventId: null, cancellationToken)).RemoveAll(happened => happened.Timestamp < since);
        }
        catch (StackClientException)
        {
            return [];
        }
    }

    private static string Say(Cause cause) =>
        $"{cause.Path} {cause.Event.Status}{(string.IsNullOrWhiteSpace(cause.Event.Reason) ? "" : $": {cause.Event.Reason}")}";

    private static string? StackReason(ImmutableArray<StackEvent> events, StackDescription? now) =>
        events.FirstOrDefault(happened => happened.IsOfStack && !string.IsNullOrWhiteSpace(happened.Reason) && happened.Reason != "User Initiated")?.Reason
        ?? now?.StatusReason;

    private static string Aftermath(string stackName, StackDescription? now) => now?.Status switch
    {
        null => $"Stack '{stackName}' has been deleted.",
        { Advice: { } advice } status => $"Stack '{stackName}' is {status}. {string.Format(CultureInfo.InvariantCulture, advice, stackName)}",
        { Readiness: StackReadiness.DeleteThenCreate } status => $"Stack '{stackName}' is {status}; the next deployment deletes it and creates it anew.",
        { Ending: StackEnding.RolledBack } status => $"Stack '{stackName}' is as it was before ({status}).",
        var status => $"Stack '{stackName}' was left as it is ({status}); the next deployment goes on from there.",
    };

    private static LogicalId? FirstNamed(Template template, string text)
    {
        foreach (var word in text.Split([' ', ',', '.', ':', ';', '\'', '"', '[', ']', '(', ')', '{', '}', '/', '`'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (template.FindResource(word) is { } resource)
            {
                return resource.Id;
            }
        }

        return null;
    }

    private sealed record Cause(string Path, StackEvent Event)
    {
        /// <summary>The line in the nested template that says most; unknown for a resource of the stack itself.</summary>
        public SourceSpan Span { get; init; }
    }
}
