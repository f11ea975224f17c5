using Serverless.Local.Resources.HttpApis;

namespace Serverless.Local.Resources.Lambda;

/// <summary><c>AWS::Lambda::Url</c>, served as an HTTP API with one route for everything: both speak payload format 2.0.</summary>
internal sealed class UrlBody : IResourceBody
{
    /// <inheritdoc/>
    public string ResourceType => "AWS::Lambda::Url";

    /// <inheritdoc/>
    public IReadOnlySet<string> Replacing { get; } = new HashSet<string> { "TargetFunctionArn", "Qualifier" };

    /// <inheritdoc/>
    public async Task<ResourceIdentity> CreateAsync(ResourceRequest request, CancellationToken cancellationToken)
    {
        var apiId = PhysicalIds.Api();
        var api = await ServeAsync(request, apiId, cancellationToken);
        var arn = FunctionArn(request);
        return new(arn, new() { { "FunctionArn", arn }, { "FunctionUrl", $"{api.Url}/" }, { "local:api", apiId } });
    }

    /// <inheritdoc/>
    public async Task<ResourceIdentity> UpdateAsync(ResourceRequest request, CancellationToken cancellationToken)
    {
        await ServeAsync(request, ApiId(request), cancellationToken);
        return request.Identity!;
    }

    /// <inheritdoc/>
    public Task DeleteAsync(ResourceRequest request, CancellationToken cancellationToken) => request.Cloud.Apis.RemoveAsync(ApiId(request), cancellationToken);

    /// <inheritdoc/>
    public Task RestoreAsync(ResourceRequest request, CancellationToken cancellationToken) => ServeAsync(request, ApiId(request), cancellationToken);

    private static string ApiId(ResourceRequest request) => request.Identity!.Attributes.Text("local:api")!;

    private static string FunctionArn(ResourceRequest request)
    {
        var function = FunctionReference.Parse(request.Properties.Required("TargetFunctionArn"));
        var qualifier = request.Properties.Text("Qualifier") ?? function.Qualifier;
        return request.Arn("lambda", $"function:{function.Name}{(qualifier is null ? "" : $":{qualifier}")}");
    }

    private static async Task<HttpApi> ServeAsync(ResourceRequest request, string apiId, CancellationToken cancellationToken)
    {
        var name = FunctionReference.Parse(request.Properties.Required("TargetFunctionArn")).Name;
        var api = await request.Cloud.Apis.AddAsync(apiId, name, request.Stack.StackName, cancellationToken);
        await request.Cloud.Apis.ChangeAsync(
            apiId,
            changed =>
            {
                changed.Integrations["url"] = ApiIntegration.Of("AWS_PROXY", FunctionArn(request), "2.0", 900_000);
                changed.Routes["url"] = new("$default", "url", request.Properties.Required("AuthType") == "NONE" ? null : "The function URL asks for IAM authorization, which is not emulated by the local cloud.");
                changed.Stages["$default"] = new("$default", new Dictionary<string, string>());
                changed.Cors = OpenApiRoutes.Cors(request.Properties["Cors"] as Serverless.Templates.MapValue);
            },
            cancellationToken);
        return api;
    }
}
