using Serverless.Sam.Policies;
using Serverless.Sam.Resources;
using Serverless.Templates;
using static Serverless.Sam.Resources.PropertyRule;

namespace Serverless.Sam.Events;

/// <summary>
/// A stream or queue that Lambda polls for the function: an event source mapping, and what the function's role needs to read from it.
/// </summary>
internal abstract class PullEventSource : EventSource
{
    protected static readonly PropertyRule[] Common =
    [
        Integer("BatchSize"),
        Any("StartingPosition"),
        Any("StartingPositionTimestamp"),
        Boolean("Enabled"),
        Integer("MaximumBatchingWindowInSeconds"),
        Integer("MaximumRetryAttempts"),
        Boolean("BisectBatchOnFunctionError"),
        Integer("MaximumRecordAgeInSeconds"),
        Map("DestinationConfig"),
        Integer("ParallelizationFactor"),
        List("Topics"),
        List("Queues"),
        List("SourceAccessConfigurations"),
        String("SecretsManagerKmsKeyId"),
        Integer("TumblingWindowInSeconds"),
        List("FunctionResponseTypes"),
        List("KafkaBootstrapServers"),
        Map("FilterCriteria"),
        Any("KmsKeyArn"),
        String("ConsumerGroupId"),
        Map("ScalingConfig"),
        Map("ProvisionedPollerConfig"),
        Map("SchemaRegistryConfig"),
        Map("MetricsConfig"),
        Map("LoggingConfig"),
    ];

    private static readonly string[] _copied =
    [
        "StartingPosition", "StartingPositionTimestamp", "BatchSize", "Enabled", "MaximumBatchingWindowInSeconds", "MaximumRetryAttempts",
        "BisectBatchOnFunctionError", "MaximumRecordAgeInSeconds", "ParallelizationFactor", "Topics", "Queues", "SourceAccessConfigurations",
        "TumblingWindowInSeconds", "FunctionResponseTypes", "FilterCriteria", "KmsKeyArn", "ScalingConfig", "ProvisionedPollerConfig",
        "MetricsConfig", "LoggingConfig",
    ];

    /// <summary>The property that names the source; null when there is no ARN.</summary>
    protected virtual string? ArnProperty => null;

    /// <summary>AWS's policy for reading from such sources; null when there is none.</summary>
    protected virtual string? ManagedPolicy => null;

    /// <summary>The property of the mapping that holds Kafka's settings; null for other sources.</summary>
    protected virtual string? KafkaConfig => null;

    public override void Expand(SamEvent source, EventExpansion expansion)
    {
        var mapping = expansion.Add(Shapes.EventSourceMapping, source.Id, source);
        mapping["FunctionName"] = expansion.Target.Ref();
        mapping["EventSourceArn"] = ArnProperty is null ? null : source[ArnProperty];
        foreach (var property in _copied)
        {
            mapping[property] = source[property];
        }

        CheckFilter(source);
        AddKafka(source, mapping);
        var destinationPolicy = Destination(source, mapping);
        AddSettings(source, mapping);
        AddPolicies(source, destinationPolicy, expansion);
    }

    /// <summary>The inline policy for the role; null when none is needed. Its checks run even if the function has another role.</summary>
    protected virtual MapValue? InlinePolicy(SamEvent source, EventExpansion expansion) => null;

    /// <summary>Sets what only this kind of source has.</summary>
    protected virtual void AddSettings(SamEvent source, GeneratedResource mapping)
    {
    }

    // The only member is the list of filters; whoever writes more has probably indented it wrongly.
    private static void CheckFilter(SamEvent source)
    {
        if (source["FilterCriteria"] is MapValue { Count: > 0 } filter && !Intrinsic.Is(filter) && !(filter.Count == 1 && filter.ContainsKey("Filters")))
        {
            throw source.Error("FilterCriteria field has a wrong format", filter, "It has one property, Filters.");
        }
    }

    private void AddKafka(SamEvent source, GeneratedResource mapping)
    {
        if (source["KafkaBootstrapServers"] is { IsTruthy: true } servers)
        {
            mapping["SelfManagedEventSource"] = Values.Map(("Endpoints", Values.Map(("KafkaBootstrapServers", servers))));
        }

        var group = source["ConsumerGroupId"] is { IsTruthy: true } given ? given : null;
        var registry = source["SchemaRegistryConfig"] is { IsTruthy: true } config ? config : null;
        if (KafkaConfig is null)
        {
            if (group is not null)
            {
                throw source.SubjectById.ErrorAtName($"Property ConsumerGroupId not defined for resource of type {Type}.", source.Properties, "ConsumerGroupId");
            }
        }
        else if (group is not null || registry is not null)
        {
            mapping[KafkaConfig] = Values.Map(("ConsumerGroupId", group), ("SchemaRegistryConfig", registry));
        }
    }

    // Type tells which policy the role needs. Lambda does not know the property, so it is taken out of the user's map.
    private static MapValue? Destination(SamEvent source, GeneratedResource mapping)
    {
        if (source["DestinationConfig"] is not MapValue { Count: > 0 } config)
        {
            return null;
        }

        mapping["DestinationConfig"] = config;
        var onFailure = source.SubjectById.Map(config.Get("OnFailure"), "DestinationConfig.OnFailure");
        if (onFailure.Get("Type") is not { IsTruthy: true } type)
        {
            return null;
        }

        onFailure.Remove("Type");
        var arn = onFailure.Get("Destination");
        return type.AsString() switch
        {
            "SQS" => RolePolicies.SendToQueue(arn, source.Id),
            "SNS" => RolePolicies.PublishToTopic(arn, source.Id),
            "S3" => RolePolicies.WriteToBucket(arn, source.Id),
            "Kafka" => null,
            _ => throw source.SubjectById.Error("The only valid values for 'Type' are 'SQS', 'SNS', 'S3', and 'Kafka'", type),
        };
    }

    private void AddPolicies(SamEvent source, MapValue? destinationPolicy, EventExpansion expansion)
    {
        var inline = InlinePolicy(source, expansion);
        if (ManagedPolicy is not null)
        {
            TemplateValue arn = expansion.Run.ManagedPolicies.ArnOf("service-role/" + ManagedPolicy);
            var managed = (ListValue)expansion.Role["ManagedPolicyArns"]!;
            if (!managed.Contains(arn))
            {
                managed.Add(arn);
            }
        }

        AddPolicy(inline, expansion.Role);
        AddPolicy(destinationPolicy, expansion.Role);
    }

    private static void AddPolicy(MapValue? policy, GeneratedResource role)
    {
        if (policy is null)
        {
            return;
        }

        var policies = role["Policies"].AsList() ?? [];
        role["Policies"] = policies;
        if (!policies.Any(there => policy["PolicyDocument"]!.ContentEquals(there.AsMap()?["PolicyDocument"])))
        {
            policies.Add(policy);
        }
    }
}
