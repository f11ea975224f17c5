using Serverless.Sam.Resources;
using Serverless.Templates;

namespace Serverless.Sam.Expanders.WebSocketApis;

/// <summary>The WebSocket API itself.</summary>
internal static class WebSocketBody
{
    private static readonly string[] _copied =
    [
        "ApiKeySelectionExpression", "Description", "DisableExecuteApiEndpoint", "DisableSchemaValidation", "IpAddressType",
        "RouteSelectionExpression",
    ];

    public static GeneratedResource Build(SamResource resource, string creatorTag)
    {
        if (resource["IpAddressType"] is { } type && !Intrinsic.Is(type) && !type.IsText("ipv4") && !type.IsText("dualstack"))
        {
            throw resource.Error("IpAddressType must be 'ipv4' or 'dualstack'.", type);
        }

        var api = new GeneratedResource(WebSocketShapes.Api, resource.Id, resource.Span) { DependsOn = resource.DependsOn };
        foreach (var property in _copied)
        {
            api[property] = resource[property];
        }

        api["Name"] = resource["Name"] ?? resource.Id;
        api["ProtocolType"] = "WEBSOCKET";

        // The user's own map gets the tag, so that it is propagated with the others.
        var tags = resource["Tags"] is MapValue { Count: > 0 } own ? own : [];
        tags[creatorTag] = "SAM";
        api["Tags"] = tags;
        return api;
    }
}
