using Serverless.Sam.Errors;
using Serverless.Sam.Resources;
using Serverless.Templates;
using static Serverless.Sam.Resources.PropertyRule;

namespace Serverless.Sam.Expanders;

/// <summary>
/// AWS::Serverless::LayerVersion. A version of a layer never changes, so that its logical id is made from all that it consists of; references
/// to the user's id are led to the new one.
/// </summary>
internal sealed class LayerVersionExpander : Expander
{
    private static readonly string[] _resolved = ["LayerName", "LicenseInfo", "Description", "RetentionPolicy"];

    private static readonly string[] _hashed =
    [
        "LayerName", "Description", "PublishLambdaVersion", "ContentUri", "CompatibleArchitectures", "CompatibleRuntimes", "LicenseInfo",
        "RetentionPolicy",
    ];

    public override PropertyTable Properties { get; } = new(
        SamTypes.LayerVersion,
        StringOrMap("LayerName"),
        String("Description"),
        Boolean("PublishLambdaVersion"),
        StringOrMap("ContentUri").Required(),
        StringsOrMaps("CompatibleArchitectures"),
        StringsOrMaps("CompatibleRuntimes"),
        String("LicenseInfo"),
        String("RetentionPolicy"));

    public override List<GeneratedResource> Expand(SamResource resource, TransformRun run)
    {
        var properties = Resolve(resource, run);
        var attributes = resource.PassedOn;
        attributes["DeletionPolicy"] = RetentionPolicy(resource, properties) ?? attributes["DeletionPolicy"] ?? "Retain";
        var name = properties["LayerName"] is { IsTruthy: true } given ? given : resource.Id;
        resource.Id = HashedId.Of(resource.Id, HashData(resource, properties));
        var subject = resource.Subject with { Id = resource.Id };
        var layer = new GeneratedResource(Shapes.LayerVersion, resource.Id, resource.Span, attributes) { DependsOn = resource.DependsOn };
        layer["LayerName"] = name;
        layer["Description"] = properties["Description"];
        layer["Content"] = CodeLocation.Read(properties["ContentUri"]!, subject, "ContentUri");
        layer["CompatibleArchitectures"] = Architectures(properties["CompatibleArchitectures"], subject);
        layer["CompatibleRuntimes"] = properties["CompatibleRuntimes"];
        layer["LicenseInfo"] = properties["LicenseInfo"];
        return [layer];
    }

    private static MapValue Resolve(SamResource resource, TransformRun run)
    {
        var properties = new MapValue();
        foreach (var property in _hashed)
        {
            properties.SetIfPresent(property, resource[property]);
        }

        foreach (var property in _resolved)
        {
            if (properties[property] is { IsTruthy: true } value)
            {
                properties[property] = run.Parameters.Resolve(value) is var resolved and (StringValue or MapValue)
                    ? resolved
                    : throw resource.Error($"Could not resolve parameter for '{property}' or parameter is not a String.", value);
            }
        }

        return properties;
    }

    // The policies that say what becomes of old versions are no part of the version.
    private static MapValue HashData(SamResource resource, MapValue properties)
    {
        var body = Values.Map(("Type", SamTypes.LayerVersion), ("DependsOn", resource.DependsOn.IsTruthy() ? resource.DependsOn : null));
        foreach (var (key, value) in resource.Attributes)
        {
            if (key.Text is not ("DeletionPolicy" or "UpdateReplacePolicy" or "Metadata"))
            {
                body.Set(key, value);
            }
        }

        body["Properties"] = properties;
        return Values.Map((resource.Id, body));
    }

    private static TemplateValue? RetentionPolicy(SamResource resource, MapValue properties)
    {
        const string Options = "['Retain', 'Delete']";
        var policy = properties["RetentionPolicy"];
        if (Intrinsic.Is(policy))
        {
            throw resource.Error($"'RetentionPolicy' does not accept intrinsic functions, please use one of the following options: {Options}", policy);
        }

        return policy switch
        {
            null => null,
            StringValue text when text.Value.Equals("Retain", StringComparison.OrdinalIgnoreCase) => new StringValue("Retain"),
            StringValue text when text.Value.Equals("Delete", StringComparison.OrdinalIgnoreCase) => new StringValue("Delete"),
            StringValue => throw resource.Error($"'RetentionPolicy' must be one of the following options: {Options}.", policy),
            _ => throw resource.Error($"Invalid 'RetentionPolicy' type, please use one of the following options: {Options}", policy),
        };
    }

    private static TemplateValue? Architectures(TemplateValue? architectures, Subject subject)
    {
        foreach (var one in architectures.AsList() ?? [])
        {
            if (!Intrinsic.Is(one) && !one.IsText("arm64") && !one.IsText("x86_64"))
            {
                throw subject.Error("CompatibleArchitectures needs to be a list of 'x86_64' or 'arm64'", one);
            }
        }

        return architectures;
    }
}
