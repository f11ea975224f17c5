using Serverless.Sam.Errors;
using Serverless.Sam.Python;
using Serverless.Sam.Resources;
using Serverless.Templates;

namespace Serverless.Sam.Events;

/// <summary>A topic of a Kafka cluster of the user's own.</summary>
internal sealed class SelfManagedKafka : PullEventSource
{
    private const string Where = "specified in SourceAccessConfigurations for self managed kafka event.";

    public override PropertyTable Properties { get; } = PropertyTable.Of("SelfManagedKafka", Common);

    protected override string KafkaConfig => "SelfManagedKafkaEventSourceConfig";

    protected override MapValue InlinePolicy(SamEvent source, EventExpansion expansion)
    {
        CheckRequired(source);
        var access = AccessOf(source);
        var statements = new ListValue();
        if (access.Secret is { } secret)
        {
            statements.Add(PolledSecrets.Secret(secret));
        }

        // With a root certificate the service allows the first secret a second time, not the certificate's.
        if (access.HasRootCertificate)
        {
            statements.Add(PolledSecrets.Secret(access.Secret ?? new NullValue()));
        }

        if (access.HasNetwork)
        {
            statements.Add(PolledSecrets.Network());
        }

        if (PolledSecrets.Key(source, Values.List("kms:Decrypt")) is { } key)
        {
            statements.Add(key);
        }

        statements.AddRange(SchemaRegistry.Statements(source, expansion));
        return Values.Map(
            ("PolicyDocument", Values.Map(("Statement", statements), ("Version", "2012-10-17"))),
            ("PolicyName", "SelfManagedKafkaExecutionRolePolicy"));
    }

    private static void CheckRequired(SamEvent source)
    {
        foreach (var property in (string[])["KafkaBootstrapServers", "Topics"])
        {
            if (!source[property].IsTruthy())
            {
                throw source.Error($"No {property} provided for self managed kafka as an event source");
            }
        }

        if (source["Topics"] is ListValue { Count: not 1 } topics)
        {
            throw source.Error("Topics for self managed kafka only supports single configuration entry.", topics);
        }

        if (!source["SourceAccessConfigurations"].IsTruthy())
        {
            throw source.Error("No SourceAccessConfigurations for self managed kafka event provided.");
        }
    }

    private static Access AccessOf(SamEvent source)
    {
        var list = source["SourceAccessConfigurations"] as ListValue
            ?? throw source.Error("SourceAccessConfigurations for self managed kafka event should be a list.", source["SourceAccessConfigurations"]);
        var access = new Access();
        foreach (var item in list)
        {
            // Here the service blames a resource of the event's name.
            var map = new Subject(SamErrorKind.Resource, source.Name, source.Span).Map(item, "SourceAccessConfigurations");
            access = Add(access, map, source);
        }

        return access.HasSubnet == access.HasSecurityGroup
            ? access
            : throw source.Error("VPC_SUBNET and VPC_SECURITY_GROUP in SourceAccessConfigurations for SelfManagedKafka must be both provided.", list);
    }

    private static Access Add(Access access, MapValue item, SamEvent source)
    {
        var type = item["Type"].AsString();
        switch (type)
        {
            case "VPC_SUBNET":
                UriOf(item, type, source);
                return access with { HasSubnet = true };
            case "VPC_SECURITY_GROUP":
                UriOf(item, type, source);
                return access with { HasSecurityGroup = true };
            case "SERVER_ROOT_CA_CERTIFICATE":
                UriOf(item, type, source);
                return access with { HasRootCertificate = true };
            case "SASL_SCRAM_256_AUTH" or "SASL_SCRAM_512_AUTH" or "BASIC_AUTH" or "CLIENT_CERTIFICATE_TLS_AUTH":
                return access.Secret is null
                    ? access with { Secret = UriOf(item, "auth mechanism", source) }
                    : throw source.Error($"Multiple auth mechanism properties {Where}", item);
            default:
                throw source.Error(
                    "Invalid SourceAccessConfigurations Type provided for self managed kafka event.", item, $"{PythonText.Str(item["Type"])} is no type of it.");
        }
    }

    private static TemplateValue UriOf(MapValue item, string what, SamEvent source)
    {
        var uri = item.Get("URI") is { IsTruthy: true } given ? given : throw source.Error($"No {what} URI property {Where}", item);
        return uri is StringValue || Intrinsic.Is(uri) ? uri : throw source.Error($"Wrong Type for {what} URI property {Where}", uri);
    }

    private sealed record Access(TemplateValue? Secret = null, bool HasSubnet = false, bool HasSecurityGroup = false, bool HasRootCertificate = false)
    {
        public bool HasNetwork => HasSubnet && HasSecurityGroup;
    }
}
