using Serverless.Sam.Resources;
using Serverless.Templates;

namespace Serverless.Sam.Expanders.RestApis;

/// <summary>How much a REST API may be used by whom has its key. APIs can share the plan.</summary>
internal static class RestUsagePlan
{
    private static readonly string[] _properties = ["CreateUsagePlan", "Description", "Quota", "Tags", "Throttle", "UsagePlanName"];
    private static readonly string[] _copied = ["Description", "Quota", "Tags", "Throttle", "UsagePlanName"];

    /// <summary>The plan, the key and what joins them. None without a plan.</summary>
    public static List<GeneratedResource> Build(RestApiSettings settings, GeneratedResource api, GeneratedResource stage)
    {
        if (settings.Auth.AsMap()?.Get("UsagePlan") is not { } given)
        {
            return [];
        }

        var config = Check(settings, given);
        return config["CreateUsagePlan"].AsString() switch
        {
            "PER_API" => Build(settings, config, settings.Resource.Id, new UsagePlanMembers(api, stage), settings.Resource.PassedOn),
            "SHARED" => BuildShared(settings, config, api, stage),
            _ => [],
        };
    }

    private static MapValue Check(RestApiSettings settings, TemplateValue given)
    {
        if (given is not MapValue config)
        {
            throw settings.Subject.Error("'UsagePlan' must be a dictionary", given);
        }

        if (config.Keys.FirstOrDefault(key => !_properties.Contains(key)) is { } unknown)
        {
            throw settings.Subject.ErrorAtName(
                "Invalid property for 'UsagePlan'", config, unknown, $"'{unknown}' is not one of {string.Join(", ", _properties)}.");
        }

        if (config.Get("CreateUsagePlan") is not { } create)
        {
            throw settings.Subject.Error("'CreateUsagePlan' is a required field for UsagePlan.", config);
        }

        if (create.AsString() is not ("SHARED" or "PER_API" or "NONE"))
        {
            throw settings.Subject.Error("'CreateUsagePlan' accepts one of ['SHARED', 'PER_API', 'NONE'].", create);
        }

        return config;
    }

    private static List<GeneratedResource> BuildShared(RestApiSettings settings, MapValue config, GeneratedResource api, GeneratedResource stage)
    {
        var shared = settings.Run.SharedUsagePlan;
        shared.Add(api, stage, settings.Resource.PassedOn, settings.Run);
        return Build(settings, config, "Serverless", shared.Members, shared.Attributes);
    }

    private static List<GeneratedResource> Build(
        RestApiSettings settings, MapValue config, string prefix, UsagePlanMembers members, MapValue attributes)
    {
        var span = config.Span.Or(settings.Resource.Span);
        var plan = new GeneratedResource(Shapes.UsagePlan, prefix + "UsagePlan", span, attributes) { DependsOn = members.Apis };
        plan["ApiStages"] = members.ApiStages;
        foreach (var property in _copied)
        {
            plan[property] = config[property] is { IsTruthy: true } value ? value : null;
        }

        var key = new GeneratedResource(Shapes.ApiKey, prefix + "ApiKey", span, attributes) { DependsOn = Values.List(plan.Id) };
        key["Enabled"] = true;
        key["StageKeys"] = members.StageKeys;
        var join = new GeneratedResource(Shapes.UsagePlanKey, prefix + "UsagePlanKey", span, attributes) { DependsOn = Values.List(key.Id) };
        join["KeyId"] = key.Ref();
        join["KeyType"] = "API_KEY";
        join["UsagePlanId"] = plan.Ref();
        return [plan, key, join];
    }
}
