using Serverless.Sam.Policies;
using Serverless.Sam.Resources;
using Serverless.Templates;
using static Serverless.Sam.Resources.PropertyRule;

namespace Serverless.Sam.Events;

/// <summary>Topics of a cluster of Amazon MSK.</summary>
internal sealed class ManagedKafka : PullEventSource
{
    public override PropertyTable Properties { get; } =
        PropertyTable.Of("MSK", Common, Any("Stream").Required(), Any("StartingPosition").Required());

    protected override string ArnProperty => "Stream";

    protected override string ManagedPolicy => "AWSLambdaMSKExecutionRole";

    protected override string KafkaConfig => "AmazonManagedKafkaEventSourceConfig";

    protected override MapValue? InlinePolicy(SamEvent source, EventExpansion expansion)
    {
        var statements = SchemaRegistry.Statements(source, expansion);
        foreach (var item in source["SourceAccessConfigurations"].AsList() ?? [])
        {
            if (item is MapValue map && map["Type"].IsText("CLIENT_CERTIFICATE_TLS_AUTH") && map["URI"] is { IsTruthy: true } uri)
            {
                statements.Add(PolledSecrets.Secret(uri));
            }
        }

        return statements.Count == 0 ? null : RolePolicies.Policy("MSKExecutionRolePolicy", [.. statements]);
    }
}
