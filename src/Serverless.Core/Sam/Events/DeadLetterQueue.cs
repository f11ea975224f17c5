using Serverless.Sam.Resources;
using Serverless.Templates;

namespace Serverless.Sam.Events;

/// <summary>The queue for what a rule or schedule could not deliver.</summary>
internal static class DeadLetterQueue
{
    /// <summary>The ARN that the event's <c>DeadLetterConfig</c> gives, or that of a queue which is added.</summary>
    /// <param name="source">The event.</param>
    /// <param name="expansion">Where the queue goes.</param>
    /// <param name="queue">The queue when one was added.</param>
    /// <returns>Null when the event wants no queue.</returns>
    public static TemplateValue? Add(SamEvent source, EventExpansion expansion, out GeneratedResource? queue)
    {
        queue = null;
        if (source["DeadLetterConfig"] is not MapValue config)
        {
            return null;
        }

        Check(source, config);
        if (config.Get("Arn") is { } arn)
        {
            return arn;
        }

        if (config.Get("QueueLogicalId") is { } id and not StringValue)
        {
            throw source.SubjectById.Error("QueueLogicalId must be a string", id);
        }

        var name = config["QueueLogicalId"].AsString();
        queue = expansion.Add(Shapes.Queue, string.IsNullOrEmpty(name) ? source.Id + "Queue" : name, source);
        return queue.Arn();
    }

    /// <summary>Lets a principal send to a queue on behalf of one source.</summary>
    public static MapValue Policy(TemplateValue principal, TemplateValue queueArn, TemplateValue sourceArn) => Values.Map(
        ("Version", "2012-10-17"),
        ("Statement", Values.List(Values.Map(
            ("Action", "sqs:SendMessage"),
            ("Effect", "Allow"),
            ("Principal", principal),
            ("Resource", queueArn),
            ("Condition", Values.Map(("ArnEquals", Values.Map(("aws:SourceArn", sourceArn)))))))));

    private static void Check(SamEvent source, MapValue config)
    {
        var (hasArn, hasType) = (config.ContainsKey("Arn"), config.ContainsKey("Type"));
        if (hasArn && hasType)
        {
            throw source.SubjectById.Error("You can either define 'Arn' or 'Type' property of DeadLetterConfig.", config);
        }

        if (hasType && !config["Type"].IsText("SQS"))
        {
            throw source.SubjectById.Error("The only valid value for 'Type' property of DeadLetterConfig is 'SQS'.", config["Type"]);
        }

        if (!hasArn && !hasType)
        {
            throw source.SubjectById.Error("No 'Arn' or 'Type' property provided for DeadLetterConfig.", config);
        }
    }
}
