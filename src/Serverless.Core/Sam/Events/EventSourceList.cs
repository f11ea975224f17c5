using System.Collections.Frozen;
using System.Collections.Immutable;
using Serverless.Diagnostics;

namespace Serverless.Sam.Events;

/// <summary>All event sources that functions can have.</summary>
internal static class EventSourceList
{
    public static readonly ImmutableArray<EventSource> All =
    [
        new AlexaSkill(),
        new Api(),
        new CloudWatchEvent("CloudWatchEvent"),
        new CloudWatchEvent("EventBridgeRule"),
        new CloudWatchLogs(),
        new Cognito(),
        new DocumentDb(),
        new DynamoDb(),
        new HttpApi(),
        new IotRule(),
        new Kinesis(),
        new AmazonMq(),
        new ManagedKafka(),
        new S3(),
        new Schedule(),
        new ScheduleV2(),
        new SelfManagedKafka(),
        new Sns(),
        new Sqs(),
    ];

    private static readonly FrozenDictionary<string, EventSource> _byType = All.ToFrozenDictionary(source => source.Type, StringComparer.Ordinal);

    public static EventSource? Find(string type) => _byType.GetValueOrDefault(type);

    /// <summary>Which types there are, or the one that was probably meant.</summary>
    public static string HelpFor(string? type)
    {
        var names = All.Select(source => source.Type).Order(StringComparer.Ordinal).ToList();
        return (type is null ? null : DidYouMean.Ask(type, names)) ?? $"The types are {string.Join(", ", names)}.";
    }
}
