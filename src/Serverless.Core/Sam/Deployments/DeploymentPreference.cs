using Serverless.Sam.Resources;
using Serverless.Templates;

namespace Serverless.Sam.Deployments;

/// <summary>How traffic is shifted to a new version of a function, with the resources of CodeDeploy for it.</summary>
internal sealed record DeploymentPreference
{
    public static readonly DeploymentPreference Disabled = new();

    private static readonly string[] _predefined =
    [
        "Canary10Percent5Minutes", "Canary10Percent10Minutes", "Canary10Percent15Minutes", "Canary10Percent30Minutes",
        "Linear10PercentEvery1Minute", "Linear10PercentEvery2Minutes", "Linear10PercentEvery3Minutes", "Linear10PercentEvery10Minutes",
        "AllAtOnce",
    ];

    public SamResource? Owner { get; private init; }

    public bool IsEnabled => Owner is not null;

    public string? Condition { get; private init; }

    public MapValue? Tags { get; private init; }

    public TemplateValue? Role { get; private init; }

    private MapValue Config { get; init; } = [];

    private MapValue Hooks { get; init; } = [];

    private string GroupId => Owner!.Id + "DeploymentGroup";

    public static DeploymentPreference Read(SamResource owner, MapValue config)
    {
        var enabled = config["Enabled"];
        if (enabled is not null && (!enabled.IsTruthy || enabled.IsText("false") || enabled.IsText("False")))
        {
            return Disabled;
        }

        if (!config.ContainsKey("Type"))
        {
            throw owner.Error("'DeploymentPreference' is missing required Property 'Type'", config);
        }

        return new()
        {
            Owner = owner,
            Config = config,
            Hooks = HooksOf(owner, config),
            Condition = config["PassthroughCondition"].IsTruthy() ? owner.Attributes["Condition"].AsString() : null,
            Tags = owner["PropagateTags"].IsTruthy() && owner["Tags"] is MapValue { Count: > 0 } tags ? tags : null,
            Role = config.Get("Role") is { IsTruthy: true } role ? role : null,
        };
    }

    public GeneratedResource Group()
    {
        var group = new GeneratedResource(Shapes.DeploymentGroup, GroupId, Config.Span.Or(Owner!.Span));
        group["AlarmConfiguration"] = Alarms(Config.Get("Alarms"));
        group["ApplicationName"] = Intrinsic.Ref(DeploymentPreferences.ApplicationId);
        group["AutoRollbackConfiguration"] = Values.Map(
            ("Enabled", true),
            ("Events", Values.List("DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_ALARM", "DEPLOYMENT_STOP_ON_REQUEST")));
        group["DeploymentConfigName"] = ConfigName(Config["Type"]!.DeepClone(), null);
        group["DeploymentStyle"] = Values.Map(("DeploymentType", "BLUE_GREEN"), ("DeploymentOption", "WITH_TRAFFIC_CONTROL"));
        group["ServiceRoleArn"] = Role ?? Intrinsic.GetAtt(DeploymentPreferences.RoleId, "Arn");
        group["TriggerConfigurations"] = Config.Get("TriggerConfigurations") is { IsTruthy: true } triggers ? triggers : null;
        group["Tags"] = Tags is null ? null : Resources.Tags.ToList(Tags);
        if (!string.IsNullOrEmpty(Condition))
        {
            group.Attributes["Condition"] = Condition;
        }

        return group;
    }

    /// <summary>The update policy by which the alias hands its updates to CodeDeploy.</summary>
    public MapValue UpdatePolicy()
    {
        _ = Group();
        return Values.Map(("CodeDeployLambdaAliasUpdate", Values.Map(
            ("ApplicationName", Intrinsic.Ref(DeploymentPreferences.ApplicationId)),
            ("DeploymentGroupName", Intrinsic.Ref(GroupId)),
            ("BeforeAllowTrafficHook", Hook("PreTraffic")),
            ("AfterAllowTrafficHook", Hook("PostTraffic")))));
    }

    private static MapValue HooksOf(SamResource owner, MapValue config) => config["Hooks"] switch
    {
        null => [],
        MapValue map => map,
        var other => throw owner.Error("'Hooks' property of 'DeploymentPreference' must be a dictionary", other),
    };

    private TemplateValue? Hook(string name) =>
        Hooks.Get(name) is { } hook && !(hook is MapValue { Count: 1 } call && call["Ref"] is NullValue) ? hook : null;

    private TemplateValue? Alarms(TemplateValue? alarms)
    {
        if (!alarms.IsTruthy() || Values.IsNoValue(alarms))
        {
            return null;
        }

        if (!Values.TryIf(alarms, out var argument))
        {
            return AlarmConfiguration(alarms);
        }

        return argument is ListValue { Count: 3 } items
            ? Values.If(items[0], AlarmConfiguration(items[1]), AlarmConfiguration(items[2]))
            : throw Owner!.Error("Fn::If requires 3 arguments", alarms);
    }

    private MapValue AlarmConfiguration(TemplateValue alarms)
    {
        if (alarms is not ListValue list)
        {
            throw Owner!.Error("Alarms must be a list", alarms);
        }

        return list.Count == 0 || Values.IsNoValue(list[0])
            ? []
            : Values.Map(("Enabled", true), ("Alarms", new ListValue(list.Select(alarm => (TemplateValue)Values.Map(("Name", alarm))))));
    }

    // The predefined configurations have names of CodeDeploy's own, wherever an intrinsic chooses between them.
    private static TemplateValue ConfigName(TemplateValue value, string? key)
    {
        switch (value)
        {
            case ListValue list:
                for (var i = 0; i < list.Count; i++)
                {
                    list[i] = ConfigName(list[i], null);
                }

                return list;
            case MapValue map when Intrinsic.TryRead(map, out var intrinsic):
                map[intrinsic.Name] = ConfigName(intrinsic.Argument, intrinsic.Name);
                return map;
            case StringValue name when _predefined.Contains(name.Value):
                var sub = Values.Sub("CodeDeployDefault.Lambda${ConfigName}", ("ConfigName", name));
                return key == "Fn::Sub" ? sub["Fn::Sub"]! : sub;
            default:
                return value;
        }
    }
}
