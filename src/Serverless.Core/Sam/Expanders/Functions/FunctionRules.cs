using Serverless.Sam.Errors;
using Serverless.Sam.Python;
using Serverless.Sam.Resources;
using Serverless.Templates;
using static Serverless.Sam.Resources.PropertyRule;

namespace Serverless.Sam.Expanders.Functions;

/// <summary>The properties of a function and the rules between them.</summary>
internal static class FunctionRules
{
    public static readonly PropertyTable Properties = new(
        SamTypes.Function,
        StringOrMap("FunctionName"),
        Any("Handler"),
        Any("Runtime"),
        Any("CodeUri"),
        Any("ImageUri"),
        Any("PackageType"),
        Any("InlineCode"),
        Map("DeadLetterQueue"),
        Any("Description"),
        Any("MemorySize"),
        Any("Timeout"),
        Any("VpcConfig"),
        String("Role"),
        Map("AssumeRolePolicyDocument"),
        StringMapOrList("Policies"),
        Any("RolePath"),
        String("PermissionsBoundary"),
        MapOfMaps("Environment"),
        MapOfMaps("Events"),
        Map("Tags"),
        Boolean("PropagateTags"),
        StringOrMap("Tracing"),
        Any("KmsKeyArn"),
        Map("DeploymentPreference"),
        Any("ReservedConcurrentExecutions"),
        StringsOrMaps("Layers"),
        Map("EventInvokeConfig"),
        Any("EphemeralStorage"),
        OnlyString("AutoPublishAlias"),
        OnlyString("AutoPublishCodeSha256"),
        Boolean("AutoPublishAliasAllProperties").NoIntrinsic(),
        Any("VersionDescription"),
        Any("ProvisionedConcurrencyConfig"),
        Any("FileSystemConfigs"),
        Any("ImageConfig"),
        Any("CodeSigningConfigArn"),
        Any("Architectures"),
        Map("SnapStart"),
        Map("FunctionUrlConfig"),
        Any("RuntimeManagementConfig"),
        Any("LoggingConfig"),
        Any("RecursiveLoop"),
        Any("SourceKMSKeyArn"),
        Map("CapacityProviderConfig"),
        Map("FunctionScalingConfig"),
        OneOf("VersionDeletionPolicy", "Delete", "Retain"),
        Any("PublishToLatestPublished"),
        Any("TenancyConfig"),
        Map("DurableConfig"));

    /// <exception cref="SamErrorException">Properties contradict each other.</exception>
    public static void Check(SamResource resource)
    {
        CheckCombinations(resource);
        if (resource["DeadLetterQueue"] is { IsTruthy: true } queue)
        {
            CheckDeadLetterQueue(resource, (MapValue)queue);
        }

        if (resource["TenancyConfig"].IsTruthy())
        {
            CheckTenancy(resource);
        }
    }

    private static void CheckCombinations(SamResource resource)
    {
        var complaints = new List<string>();
        var blamed = new List<TemplateValue>();
        foreach (var other in (string[])["ProvisionedConcurrencyConfig", "VpcConfig"])
        {
            if (resource["CapacityProviderConfig"] is { } config && resource[other] is { } beside)
            {
                blamed.AddRange(config, beside);
                complaints.Add($"Cannot specify 'CapacityProviderConfig' and '{other}' together.");
            }
        }

        foreach (var (name, needed) in new[] { ("FunctionScalingConfig", "CapacityProviderConfig"), ("VersionDeletionPolicy", "AutoPublishAlias") })
        {
            if (resource[name] is { } alone && resource[needed] is null)
            {
                blamed.Add(alone);
                complaints.Add($"'{name}' requires '{needed}'.");
            }
        }

        if (complaints.Count > 0)
        {
            // What the resource has itself comes after what it has from Globals.
            throw resource.Error(string.Join('\n', complaints), blamed.MaxBy(value => value.Span.Start));
        }
    }

    private static void CheckDeadLetterQueue(SamResource resource, MapValue queue)
    {
        var type = queue.Get("Type");
        if (!type.IsTruthy() || !queue.Get("TargetArn").IsTruthy())
        {
            throw resource.Error("'DeadLetterQueue' requires Type and TargetArn properties to be specified.", queue);
        }

        if (resource.Subject.String(type, "DeadLetterQueue.Type").Value is not ("SQS" or "SNS"))
        {
            throw resource.Error("'DeadLetterQueue' requires Type of ['SQS', 'SNS']", type);
        }
    }

    private static void CheckTenancy(SamResource resource)
    {
        Refuse("ProvisionedConcurrencyConfig", "Provisioned concurrency");
        Refuse("FunctionUrlConfig", "Function URL");
        Refuse("SnapStart", "SnapStart");
        foreach (var (_, value) in resource["Events"].AsMap() ?? [])
        {
            var type = value.AsMap()?["Type"];
            if (!type.IsText("Api") && !type.IsText("HttpApi"))
            {
                throw resource.Error(
                    $"Event source '{PythonText.Str(type)}' is not supported for functions enabled with tenancy configuration. "
                    + "Only Api and HttpApi event sources are supported.",
                    type);
            }
        }

        void Refuse(string property, string name)
        {
            if (resource[property] is { IsTruthy: true } value)
            {
                throw resource.Error($"{name} is not supported for functions enabled with tenancy configuration.", value);
            }
        }
    }
}
