using Serverless.Sam.Policies;
using Serverless.Sam.Python;
using Serverless.Sam.Resources;
using Serverless.Templates;

namespace Serverless.Sam.Events;

/// <summary>The statements by which a role may use what protects a polled source: secrets, keys and networks.</summary>
internal static class PolledSecrets
{
    private static readonly string[] _networkActions =
    [
        "ec2:CreateNetworkInterface", "ec2:DescribeNetworkInterfaces", "ec2:DeleteNetworkInterface", "ec2:DescribeVpcs",
        "ec2:DescribeSubnets", "ec2:DescribeSecurityGroups",
    ];

    public static MapValue Secret(TemplateValue arn) => RolePolicies.Statement(Values.List("secretsmanager:GetSecretValue"), arn);

    public static MapValue Network() => RolePolicies.Statement(new ListValue(_networkActions.Select(action => (TemplateValue)action)), "*");

    /// <summary>The right to use the key that encrypts the secret; null when the event names none.</summary>
    /// <param name="source">The event.</param>
    /// <param name="action">The action, as one or as a list: the kinds of source differ.</param>
    public static MapValue? Key(SamEvent source, TemplateValue action)
    {
        if (source["SecretsManagerKmsKeyId"] is not { IsTruthy: true } key)
        {
            return null;
        }

        var id = source.Subject.String(key, "SecretsManagerKmsKeyId").Value;
        return RolePolicies.Statement(action, Intrinsic.Sub(TransformRun.Arn("${AWS::Partition}", "kms", "key/" + id)));
    }

    /// <summary>The address of the one secret of the required type in <c>SourceAccessConfigurations</c>.</summary>
    public static TemplateValue BasicAuth(SamEvent source, params string[] supported)
    {
        const string Required = "BASIC_AUTH";
        var configurations = source["SourceAccessConfigurations"] is { IsTruthy: true } given
            ? given as ListValue ?? throw source.Error("Provided SourceAccessConfigurations cannot be parsed into a list.", given)
            : throw source.Error($"No SourceAccessConfigurations for Amazon {source.Source.Type} event provided.");
        TemplateValue? found = null;
        for (var i = 0; i < configurations.Count; i++)
        {
            var configuration = source.Subject.Map(configurations[i], $"SourceAccessConfigurations[{i}]");
            var type = source.Subject.String(configuration.Get("Type"), $"SourceAccessConfigurations[{i}].Type").Value;
            if (!supported.Contains(type))
            {
                throw source.Error(
                    "Invalid property Type specified in SourceAccessConfigurations. The supported values are: "
                    + $"{PythonText.Repr(new ListValue(supported.Select(name => (TemplateValue)name)))}.",
                    configuration["Type"]);
            }

            if (type == Required)
            {
                found = found is null
                    ? UriOf(source, configuration)
                    : throw source.Error($"Multiple {Required} properties specified in SourceAccessConfigurations.", configuration);
            }
        }

        return found ?? throw source.Error($"No {Required} property specified in SourceAccessConfigurations.", configurations);
    }

    private static TemplateValue UriOf(SamEvent source, MapValue configuration) =>
        configuration.Get("URI") is { IsTruthy: true } uri
            ? uri
            : throw source.Error("No BASIC_AUTH URI property specified in SourceAccessConfigurations.", configuration);
}
