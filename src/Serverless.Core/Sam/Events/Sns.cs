using Serverless.Sam.Resources;
using Serverless.Templates;
using static Serverless.Sam.Resources.PropertyRule;

namespace Serverless.Sam.Events;

/// <summary>A topic, straight to the function or through a queue: a new one, or one of the user's.</summary>
internal sealed class Sns : EventSource
{
    private static readonly string[] _copied = ["Region", "FilterPolicy", "FilterPolicyScope", "RedrivePolicy"];

    private readonly Sqs _sqs = new();

    public override PropertyTable Properties { get; } = new(
        "SNS",
        String("Topic").Required(),
        String("Region"),
        Any("FilterPolicy"),
        Any("FilterPolicyScope"),
        BooleanOrMap("SqsSubscription"),
        Map("RedrivePolicy"));

    public override void Expand(SamEvent source, EventExpansion expansion)
    {
        switch (source["SqsSubscription"])
        {
            case null or { IsTruthy: false }:
                expansion.AddPermission(source, "sns.amazonaws.com", source["Topic"]);
                AddSubscription("lambda", expansion.Target.Arn(), source, expansion);
                break;
            case BooleanValue:
                ThroughNewQueue(source, expansion);
                break;
            case var subscription:
                ThroughQueue(source.Subject.Map(subscription, "SqsSubscription"), source, expansion);
                break;
        }
    }

    private void ThroughNewQueue(SamEvent source, EventExpansion expansion)
    {
        var queue = expansion.Make(Shapes.Queue, source.Id + "Queue", source);
        queue["FifoQueue"] = FifoTopic(source, expansion);
        AddMapping(source, queue.Arn(), null, expansion);
        expansion.Output.Add(queue);
        AddQueuePolicy(source.Id + "QueuePolicy", queue.Arn(), queue.Ref(), source, expansion);
        AddSubscription("sqs", queue.Arn(), source, expansion);
    }

    private void ThroughQueue(MapValue subscription, SamEvent source, EventExpansion expansion)
    {
        if (subscription.Get("QueueArn") is not { IsTruthy: true } arn || subscription.Get("QueueUrl") is not { IsTruthy: true } url)
        {
            throw source.Error("No QueueARN or QueueURL provided.", subscription);
        }

        AddMapping(source, arn, subscription.Get("BatchSize"), expansion);
        var id = subscription["QueuePolicyLogicalId"].AsString();
        AddQueuePolicy(string.IsNullOrEmpty(id) ? source.Id + "QueuePolicy" : id, arn, url, source, expansion);
        AddSubscription("sqs", arn, source, expansion);
    }

    // A queue behind a FIFO topic must be one itself; the topic is known when it is in the template.
    private static TemplateValue? FifoTopic(SamEvent source, EventExpansion expansion)
    {
        var properties = Values.IdOf(source["Topic"]) is { } id ? expansion.Resources[id].AsMap()?["Properties"].AsMap() : null;
        var fifo = expansion.Parameters.Resolve(properties?.Get("FifoTopic"));
        return fifo.IsTruthy() ? fifo : null;
    }

    private void AddMapping(SamEvent source, TemplateValue queueArn, TemplateValue? batchSize, EventExpansion expansion)
    {
        var properties = Values.Map(("Queue", queueArn), ("BatchSize", batchSize.IsTruthy() ? batchSize : 10), ("Enabled", true));
        _sqs.Expand(SamEvent.For(source, source.Id + "EventSourceMapping", _sqs, properties), expansion);
    }

    private static void AddQueuePolicy(string id, TemplateValue arn, TemplateValue url, SamEvent source, EventExpansion expansion)
    {
        var policy = expansion.Add(Shapes.QueuePolicy, id, source);
        policy["PolicyDocument"] = DeadLetterQueue.Policy("*", arn, source["Topic"]!);
        policy["Queues"] = Values.List(url);
    }

    private static void AddSubscription(string protocol, TemplateValue endpoint, SamEvent source, EventExpansion expansion)
    {
        var subscription = expansion.Add(Shapes.Subscription, source.Id, source);
        subscription["Protocol"] = protocol;
        subscription["Endpoint"] = endpoint;
        subscription["TopicArn"] = source["Topic"];
        foreach (var property in _copied)
        {
            subscription[property] = source[property];
        }
    }
}
