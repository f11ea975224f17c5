using Serverless.Sam.Policies;
using Serverless.Sam.Python;
using Serverless.Sam.Resources;
using Serverless.Templates;

namespace Serverless.Sam.Events;

/// <summary>The registry of the schemas of Kafka's messages, and what a role needs to read from it.</summary>
internal static class SchemaRegistry
{
    private const int RegistryPart = 5;

    /// <exception cref="Errors.SamErrorException">The configuration is invalid.</exception>
    public static List<TemplateValue> Statements(SamEvent source, EventExpansion expansion)
    {
        if (source["SchemaRegistryConfig"] is not { IsTruthy: true } given)
        {
            return [];
        }

        var config = source.Subject.Map(given, "SchemaRegistryConfig");
        Check(source, config);
        var statements = new List<TemplateValue>();
        foreach (var access in config.Get("AccessConfigs").AsList() ?? [])
        {
            statements.Add(PolledSecrets.Secret(((MapValue)access)["URI"]!));
        }

        if (NameOf(config["SchemaRegistryURI"]!, expansion) is { } name)
        {
            statements.Add(RolePolicies.Statement(Values.List("glue:GetRegistry"), config["SchemaRegistryURI"]!));
            statements.Add(RolePolicies.Statement(
                Values.List("glue:GetSchemaVersion"),
                Values.List(Intrinsic.Sub(TransformRun.Arn("${AWS::Partition}", "glue", $"schema/{name}/*")))));
        }

        return statements;
    }

    // A registry of Glue is told by its ARN, which may stand in an Fn::Sub.
    private static string? NameOf(TemplateValue uri, EventExpansion expansion)
    {
        var text = uri is MapValue map
            ? (expansion.Parameters.Resolve(map.ShallowCopy()) as MapValue)?["Fn::Sub"].AsString()
            : uri.AsString();
        const string Registry = "registry/";
        var parts = text is not null && text.StartsWith("arn", StringComparison.Ordinal) ? text.Split(':') : [];
        return parts.Length > RegistryPart && parts[RegistryPart].StartsWith(Registry, StringComparison.Ordinal)
            ? parts[RegistryPart][Registry.Length..]
            : null;
    }

    private static void Check(SamEvent source, MapValue config)
    {
        foreach (var field in (string[])["SchemaRegistryURI", "EventRecordFormat", "SchemaValidationConfigs"])
        {
            if (!config.ContainsKey(field))
            {
                throw source.Error($"Missing required field {field} in SchemaRegistryConfig", config);
            }
        }

        if (PythonText.Str(config["EventRecordFormat"]) is not ("JSON" or "SOURCE"))
        {
            throw source.Error("EventRecordFormat in SchemaRegistryConfig must be either 'JSON' or 'SOURCE'", config["EventRecordFormat"]);
        }

        if (config["SchemaValidationConfigs"] is not ListValue)
        {
            throw source.Error("SchemaValidationConfigs must be a list", config["SchemaValidationConfigs"]);
        }

        CheckAccess(source, config["AccessConfigs"]);
    }

    private static void CheckAccess(SamEvent source, TemplateValue? access)
    {
        if (!access.IsTruthy())
        {
            return;
        }

        foreach (var item in access as ListValue ?? throw source.Error("AccessConfigs in SchemaRegistryConfig must be a list", access))
        {
            if (item is not MapValue map || !map.ContainsKey("Type") || !map.ContainsKey("URI"))
            {
                throw source.Error("Each AccessConfig must be a dict with 'Type' and 'URI' fields", item);
            }
        }
    }
}
