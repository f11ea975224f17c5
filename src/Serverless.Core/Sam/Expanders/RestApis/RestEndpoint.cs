using Serverless.Sam.Resources;
using Serverless.Templates;

namespace Serverless.Sam.Expanders.RestApis;

/// <summary>Where in the world a REST API answers.</summary>
internal static class RestEndpoint
{
    public static void Set(RestApiSettings settings, GeneratedResource api)
    {
        if (settings.Truthy("EndpointConfiguration") is { } given)
        {
            Set(settings, api, given);
        }
        else if (!HasEdge(settings.Run.Partition))
        {
            Set(api, "REGIONAL", new MapValue());
        }
    }

    private static void Set(RestApiSettings settings, GeneratedResource api, TemplateValue given)
    {
        if (given is not MapValue map || !map["Type"].IsTruthy())
        {
            Set(api, given, new MapValue());
            return;
        }

        var rest = new MapValue();
        if (map.ContainsKey("VPCEndpointIds") && map.ContainsKey("VpcEndpointIds"))
        {
            throw settings.Subject.Error("'VPCEndpointIds' and 'VpcEndpointIds' cannot be used together in EndpointConfiguration.", map);
        }

        foreach (var property in (ReadOnlySpan<string>)["VPCEndpointIds", "VpcEndpointIds"])
        {
            rest.SetIfPresent("VpcEndpointIds", map[property] is { IsTruthy: false } ? new NullValue() : map[property]);
        }

        rest.SetIfPresent("IpAddressType", map["IpAddressType"]);
        Set(api, map["Type"]!, rest);
    }

    private static void Set(GeneratedResource api, TemplateValue type, MapValue rest)
    {
        var configuration = Values.Map(("Types", Values.List(type)));
        configuration.Update(rest);
        api["EndpointConfiguration"] = configuration;
        api["Parameters"] = Values.Map(("endpointConfigurationTypes", type));
    }

    private static bool HasEdge(string partition) =>
        partition is not ("aws-cn" or "aws-us-gov" or "aws-eusc") && !partition.StartsWith("aws-iso", StringComparison.Ordinal);
}
