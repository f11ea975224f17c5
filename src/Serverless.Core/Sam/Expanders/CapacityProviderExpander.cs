using Serverless.Sam.Expanders.CapacityProviders;
using Serverless.Sam.Policies;
using Serverless.Sam.Resources;
using Serverless.Sam.Schemas;
using Serverless.Templates;
using static Serverless.Sam.Resources.PropertyRule;

namespace Serverless.Sam.Expanders;

/// <summary>AWS::Serverless::CapacityProvider: machines on which functions run, with the role to manage them.</summary>
internal sealed class CapacityProviderExpander : Expander
{
    private const string CreatorTag = "lambda:createdBy";

    public override PropertyTable Properties { get; } = new(
        SamTypes.CapacityProvider,
        StringOrMap("CapacityProviderName"),
        Map("VpcConfig").Required(),
        StringOrMap("OperatorRole"),
        Map("Tags"),
        Boolean("PropagateTags").NoIntrinsic(),
        Map("InstanceRequirements"),
        Map("ScalingConfig"),
        StringOrMap("KmsKeyArn"));

    public override List<GeneratedResource> Expand(SamResource resource, TransformRun run)
    {
        var settings = Read(resource);
        var resources = new List<GeneratedResource>();
        var role = Truthy(settings["OperatorRole"]);
        if (role is null)
        {
            resources.Add(Role(resource, run));
            role = resources[0].Arn();
        }

        resources.Add(CapacityProviderBody.Build(resource, settings, role));
        resources[^1]["Tags"] = Tags.Combined(Tags.ToList(settings["Tags"].AsMap()), Tags.CreatedBy(CreatorTag, null));
        if (resource["PropagateTags"].IsTruthy())
        {
            foreach (var one in resources)
            {
                one["Tags"] = Tags.Combined((ListValue)one["Tags"]!, Tags.ToList(settings["Tags"].AsMap()));
            }
        }

        return resources;
    }

    private static MapValue Read(SamResource resource)
    {
        var errors = new List<SchemaError>();
        if (CapacityProviderSchema.Model.Read(resource.Properties, [], errors) is not MapValue settings)
        {
            throw SchemaReports.Sentences(resource.Subject, errors);
        }

        if (settings["InstanceRequirements"] is MapValue types && types.ContainsKey("AllowedTypes") && types.ContainsKey("ExcludedTypes"))
        {
            throw resource.Error("Cannot specify 'InstanceRequirements.AllowedTypes' and 'InstanceRequirements.ExcludedTypes' together.", types);
        }

        return settings;
    }

    private static GeneratedResource Role(SamResource resource, TransformRun run)
    {
        var role = new GeneratedResource(Shapes.Role, resource.Id + "OperatorRole", resource.Span, resource.PassedOn);
        role["AssumeRolePolicyDocument"] = RolePolicies.Trust("lambda.amazonaws.com");
        role["ManagedPolicyArns"] = Values.List(run.ManagedPolicies.ArnOf("AWSLambdaManagedEC2ResourceOperator"));
        role["Tags"] = Tags.CreatedBy(CreatorTag, null);
        return role;
    }

    private static TemplateValue? Truthy(TemplateValue? value) => value.IsTruthy() ? value : null;
}
