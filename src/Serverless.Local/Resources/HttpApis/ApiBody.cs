using Serverless.Templates;

namespace Serverless.Local.Resources.HttpApis;

/// <summary><c>AWS::ApiGatewayV2::Api</c>: HTTP APIs are served; WebSocket APIs are recorded.</summary>
internal sealed class ApiBody : IResourceBody
{
    /// <inheritdoc/>
    public string ResourceType => "AWS::ApiGatewayV2::Api";

    /// <inheritdoc/>
    public IReadOnlySet<string> Replacing { get; } = new HashSet<string> { "ProtocolType" };

    /// <inheritdoc/>
    public Task<ResourceIdentity> CreateAsync(ResourceRequest request, CancellationToken cancellationToken) =>
        PutAsync(request, PhysicalIds.Api(), cancellationToken);

    /// <inheritdoc/>
    public async Task<ResourceIdentity> UpdateAsync(ResourceRequest request, CancellationToken cancellationToken)
    {
        await request.Cloud.Apis.ChangeAsync(request.PhysicalId, api => Describe(api, request.Properties), cancellationToken);
        return request.Identity!;
    }

    /// <inheritdoc/>
    public Task DeleteAsync(ResourceRequest request, CancellationToken cancellationToken) => request.Cloud.Apis.RemoveAsync(request.PhysicalId, cancellationToken);

    /// <inheritdoc/>
    public Task RestoreAsync(ResourceRequest request, CancellationToken cancellationToken) => PutAsync(request, request.PhysicalId, cancellationToken);

    private static async Task<ResourceIdentity> PutAsync(ResourceRequest request, string apiId, CancellationToken cancellationToken)
    {
        var properties = request.Properties;
        if (string.Equals(properties.Text("ProtocolType"), "WEBSOCKET", StringComparison.OrdinalIgnoreCase))
        {
            return new(
                apiId,
                new() { { "ApiId", apiId }, { "ApiEndpoint", $"wss://{apiId}.execute-api.{request.Stack.Region}.{request.Stack.UrlSuffix}" } },
                "WebSocket APIs are not emulated by the local cloud; this one is only recorded.");
        }

        if (properties.ContainsKey("BodyS3Location"))
        {
            throw new ResourceFailure("BodyS3Location is not emulated by the local cloud. Put the document into Body, with Fn::Transform taken out.");
        }

        var api = await request.Cloud.Apis.AddAsync(apiId, NameOf(properties), request.Stack.StackName, cancellationToken);
        // A quick create names one function instead of routes and stages.
        if (properties.Text("Target") is { } target)
        {
            api.Integrations["quick"] = ApiIntegration.Of("AWS_PROXY", target, "2.0", 30_000);
            api.Routes["quick"] = new(properties.Text("RouteKey") ?? "$default", "quick", null);
            api.Stages["$default"] = new("$default", new Dictionary<string, string>());
        }

        await request.Cloud.Apis.ChangeAsync(apiId, changed => Describe(changed, properties), cancellationToken);
        return new(apiId, new() { { "ApiId", apiId }, { "ApiEndpoint", api.Url } });
    }

    private static void Describe(HttpApi api, MapValue properties)
    {
        var document = properties["Body"].AsMap();
        api.Name = NameOf(properties);
        api.BodyRoutes = document is null ? [] : OpenApiRoutes.Read(document);
        api.Cors = OpenApiRoutes.Cors(properties["CorsConfiguration"].AsMap() ?? document?["x-amazon-apigateway-cors"].AsMap());
    }

    private static string NameOf(MapValue properties) => properties.Text("Name") ?? properties["Body"].AsMap()?["info"].AsMap()?.Text("title") ?? "api";
}
