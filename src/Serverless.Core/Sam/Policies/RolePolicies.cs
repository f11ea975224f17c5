using Serverless.Sam.Resources;
using Serverless.Templates;

namespace Serverless.Sam.Policies;

/// <summary>The trust and inline policies that SAM writes.</summary>
internal static class RolePolicies
{
    public static MapValue Trust(string service) => Values.Map(
        ("Version", "2012-10-17"),
        ("Statement", Values.List(Values.Map(
            ("Action", Values.List("sts:AssumeRole")),
            ("Effect", "Allow"),
            ("Principal", Values.Map(("Service", Values.List(service))))))));

    public static MapValue DeadLetterQueue(string action, TemplateValue resource) => Values.Map(
        ("PolicyName", "DeadLetterQueuePolicy"),
        ("PolicyDocument", Values.Map(
            ("Version", "2012-10-17"),
            ("Statement", Values.List(Values.Map(("Action", action), ("Resource", resource), ("Effect", "Allow")))))));

    public static MapValue SendToQueue(TemplateValue? arn, string id) => Allow(id + "SQSPolicy", "sqs:SendMessage", arn);

    public static MapValue PublishToTopic(TemplateValue? arn, string id) => Allow(id + "SNSPolicy", "sns:publish", arn);

    public static MapValue PutEvents(TemplateValue? arn, string id) => Allow(id + "EventBridgePolicy", "events:PutEvents", arn);

    public static MapValue InvokeFunction(TemplateValue? arn, string id) => Allow(id + "LambdaPolicy", "lambda:InvokeFunction", arn);

    public static MapValue StartExecution(TemplateValue? arn, string id) => Allow(id + "StartExecutionPolicy", "states:StartExecution", arn);

    public static MapValue WriteToBucket(TemplateValue? arn, string id)
    {
        var bucket = arn ?? new NullValue();
        var objects = new MapValue(new MapEntry("Fn::Join", Values.List("/", Values.List(bucket, "*"))));
        return Policy(id + "S3Policy", Statement("s3:PutObject", objects), Statement("s3:ListBucket", bucket));
    }

    public static MapValue Policy(string name, params TemplateValue[] statements) => Values.Map(
        ("PolicyName", name),
        ("PolicyDocument", Values.Map(("Statement", Values.List(statements)))));

    /// <summary>A statement that allows actions on a resource.</summary>
    public static MapValue Statement(TemplateValue action, TemplateValue resource) =>
        Values.Map(("Action", action), ("Effect", "Allow"), ("Resource", resource));

    private static MapValue Allow(string name, string action, TemplateValue? resource) =>
        Policy(name, Statement(action, resource ?? new NullValue()));
}
