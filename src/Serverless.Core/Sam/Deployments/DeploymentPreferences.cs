using Serverless.Sam.Errors;
using Serverless.Sam.Policies;
using Serverless.Sam.Resources;
using Serverless.Templates;

namespace Serverless.Sam.Deployments;

/// <summary>The deployment preferences of all functions, which share one CodeDeploy application and role.</summary>
internal sealed class DeploymentPreferences
{
    public const string ApplicationId = "ServerlessDeploymentApplication";
    public const string RoleId = "CodeDeployServiceRole";

    private const string CombinedName = "ServerlessCodeDeployCondition";

    private readonly List<DeploymentPreference> _all = [];

    private IEnumerable<DeploymentPreference> Enabled => _all.Where(preference => preference.IsEnabled);

    private bool NeedsCondition => Enabled.All(preference => !string.IsNullOrEmpty(preference.Condition));

    private List<string> Conditions => [.. _all.Select(preference => preference.Condition).OfType<string>().Distinct()];

    /// <summary>Reads a function's preference and hands its alias to CodeDeploy.</summary>
    /// <exception cref="SamErrorException">The preference is invalid, or there is no alias.</exception>
    public void Add(SamResource resource, GeneratedResource? alias, TransformRun run)
    {
        if (resource["DeploymentPreference"] is not MapValue { IsTruthy: true } config)
        {
            return;
        }

        Resolve(resource, config, run);
        var preference = DeploymentPreference.Read(resource, config);
        _all.Add(preference);
        if (!preference.IsEnabled)
        {
            return;
        }

        if (alias is null)
        {
            throw resource.Error("'DeploymentPreference' requires AutoPublishAlias property to be specified.", config);
        }

        alias.Attributes["UpdatePolicy"] = preference.UpdatePolicy();
    }

    /// <summary>Adds the application, the role and the groups to the expanded template, when any preference is enabled.</summary>
    public void Emit(TransformRun run, List<SamError> errors)
    {
        if (!Enabled.Any())
        {
            return;
        }

        var owner = Enabled.First().Owner!;
        run.Emit(Application(owner), owner.Id);
        AddConditions(run);
        if (Enabled.Any(preference => preference.Role is null))
        {
            run.Emit(Role(owner, run), owner.Id);
        }

        foreach (var preference in Enabled)
        {
            EmitGroup(preference, run, errors);
        }
    }

    private static void Resolve(SamResource resource, MapValue config, TransformRun run)
    {
        foreach (var name in (string[])["Enabled", "Type"])
        {
            if (config[name] is { } value)
            {
                config[name] = Resolved(value, run);
            }
        }

        config["PassthroughCondition"] = config["PassthroughCondition"] is { } given
            ? ToTruth(resource, Resolved(given, run), "PassthroughCondition")
            : run.Context.Features.HasFlag(SamFeatures.DeploymentPreferenceCondition);
    }

    private static TemplateValue Resolved(TemplateValue value, TransformRun run) => run.Mappings.Resolve(run.Parameters.Resolve(value));

    private static bool ToTruth(SamResource resource, TemplateValue value, string property)
    {
        if (value.ContentEquals(true) || value.IsText("true") || value.IsText("True"))
        {
            return true;
        }

        if (value.ContentEquals(false) || value.IsText("false") || value.IsText("False"))
        {
            return false;
        }

        throw resource.Error(
            Intrinsic.Is(value)
                ? $"Unsupported intrinsic: the only intrinsic functions supported for property {property} are FindInMap and parameter Refs."
                : $"Invalid value for property {property}.",
            value);
    }

    private static void EmitGroup(DeploymentPreference preference, TransformRun run, List<SamError> errors)
    {
        try
        {
            run.Emit(preference.Group(), preference.Owner!.Id);
        }
        catch (SamErrorException invalid)
        {
            errors.Add(invalid.Error);
        }
    }

    private GeneratedResource Application(SamResource owner)
    {
        var application = new GeneratedResource(Shapes.DeploymentApplication, ApplicationId, owner.Span);
        application["ComputePlatform"] = "Lambda";
        application["Tags"] = MergedTags();
        SetCondition(application);
        return application;
    }

    private GeneratedResource Role(SamResource owner, TransformRun run)
    {
        var role = new GeneratedResource(Shapes.Role, RoleId, owner.Span);
        var policy = run.Partition is "aws-iso" or "aws-iso-b" ? "AWSCodeDeployRoleForLambdaLimited" : "AWSCodeDeployRoleForLambda";
        role["AssumeRolePolicyDocument"] = RolePolicies.Trust("codedeploy.amazonaws.com");
        role["ManagedPolicyArns"] = Values.List(run.ManagedPolicies.ArnOf("service-role/" + policy));
        role["Tags"] = MergedTags();
        SetCondition(role);
        return role;
    }

    private void SetCondition(GeneratedResource resource)
    {
        if (NeedsCondition)
        {
            resource.Attributes["Condition"] = Conditions is [var only] ? only : CombinedName;
        }
    }

    // A template without conditions gets none: there is nothing that they could combine.
    private void AddConditions(TransformRun run)
    {
        if (NeedsCondition && run.Output["Conditions"] is MapValue conditions)
        {
            foreach (var (name, condition) in CombinedCondition.Of(Conditions, CombinedName))
            {
                conditions.Set(name, condition);
            }
        }
    }

    private ListValue? MergedTags()
    {
        var merged = new MapValue();
        foreach (var preference in Enabled)
        {
            merged.Update(preference.Tags ?? []);
        }

        return merged.Count > 0 ? Tags.ToList(merged) : null;
    }
}
