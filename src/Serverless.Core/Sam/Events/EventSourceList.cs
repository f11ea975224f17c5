using Serverless.Sam.Events.StateMachines;
using Serverless.Sam.Policies;

namespace Serverless.Sam.Events;

/// <summary>All event sources, by what they invoke.</summary>
internal static class EventSourceList
{
    public static readonly EventSourceTable Functions = new(
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
        new ScheduleV2(RolePolicies.InvokeFunction),
        new SelfManagedKafka(),
        new Sns(),
        new Sqs(),
    ]);

    public static readonly EventSourceTable StateMachines = new(
    [
        new MachineApi(),
        new MachineCloudWatchEvent("CloudWatchEvent"),
        new MachineCloudWatchEvent("EventBridgeRule"),
        new MachineSchedule(),
        new ScheduleV2(RolePolicies.StartExecution),
    ]);
}
