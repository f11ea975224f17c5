using Serverless.Sam.Resources;
using static Serverless.Sam.Resources.PropertyRule;

namespace Serverless.Sam.Events;

/// <summary>A stream of Kinesis.</summary>
internal sealed class Kinesis : PullEventSource
{
    public override PropertyTable Properties { get; } =
        PropertyTable.Of("Kinesis", Common, Any("Stream").Required(), Any("StartingPosition").Required());

    protected override string ArnProperty => "Stream";

    protected override string ManagedPolicy => "AWSLambdaKinesisExecutionRole";
}

/// <summary>The changes of a table of DynamoDB.</summary>
internal sealed class DynamoDb : PullEventSource
{
    public override PropertyTable Properties { get; } =
        PropertyTable.Of("DynamoDB", Common, Any("Stream").Required(), Any("StartingPosition").Required());

    protected override string ArnProperty => "Stream";

    protected override string ManagedPolicy => "AWSLambdaDynamoDBExecutionRole";
}

/// <summary>A queue of SQS.</summary>
internal sealed class Sqs : PullEventSource
{
    public override PropertyTable Properties { get; } = PropertyTable.Of("SQS", Common, Any("Queue").Required());

    protected override string ArnProperty => "Queue";

    protected override string ManagedPolicy => "AWSLambdaSQSQueueExecutionRole";
}
