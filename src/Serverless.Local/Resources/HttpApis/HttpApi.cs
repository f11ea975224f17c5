using System.Text.RegularExpressions;
using Serverless.Local.Http;

namespace Serverless.Local.Resources.HttpApis;

/// <summary>An integration of an HTTP API.</summary>
/// <param name="FunctionArn">The function behind it; null when it leads elsewhere.</param>
/// <param name="PayloadFormatVersion"><c>1.0</c> or <c>2.0</c>.</param>
/// <param name="TimeoutMilliseconds">How long it may take.</param>
/// <param name="Unserved">Why it cannot be served here; null when it can.</param>
internal sealed partial record ApiIntegration(string? FunctionArn, string PayloadFormatVersion, int TimeoutMilliseconds, string? Unserved)
{
    /// <summary>Reads an integration from its type and address: a function's ARN, bare or inside API Gateway's own address of the invocation.</summary>
    public static ApiIntegration Of(string? type, string? uri, string? payloadFormatVersion, int timeoutMilliseconds)
    {
        var function = Function().Match(uri ?? "");
        var isProxy = string.Equals(type, "AWS_PROXY", StringComparison.OrdinalIgnoreCase);
        return new(
            isProxy && function.Success ? function.Value : null,
            payloadFormatVersion ?? "1.0",
            timeoutMilliseconds,
            isProxy && function.Success ? null : $"An integration of type {type ?? "none"} with {uri ?? "no address"} is not emulated by the local cloud.");
    }

    /// <summary>A route that leads to this integration.</summary>
    public HttpApiRoute RouteFor(string routeKey, string? refusedBecause) => new(routeKey, FunctionArn)
    {
        PayloadFormatVersion = PayloadFormatVersion,
        TimeoutMilliseconds = TimeoutMilliseconds,
        RefusedBecause = refusedBecause ?? Unserved,
    };

    [GeneratedRegex(@"arn:[a-z-]+:lambda:[a-z0-9-]+:\d{12}:function:[A-Za-z0-9_-]+(:[A-Za-z0-9_$-]+)?")]
    private static partial Regex Function();
}

/// <summary>A route that is a resource of its own.</summary>
/// <param name="RouteKey">Such as <c>GET /hello/{name}</c>.</param>
/// <param name="IntegrationId">The integration it leads to; null when it leads nowhere.</param>
/// <param name="RefusedBecause">Why it is not open; null when it is.</param>
internal sealed record ApiRoute(string RouteKey, string? IntegrationId, string? RefusedBecause);

/// <summary>A stage of an HTTP API.</summary>
/// <param name="Name">Its name; <c>$default</c> is served at the root.</param>
/// <param name="Variables">The stage's variables.</param>
internal sealed record ApiStage(string Name, IReadOnlyDictionary<string, string> Variables);

/// <summary>An HTTP API as its resources have described it so far.</summary>
internal sealed class HttpApi(string apiId, string name, string stackName, string url)
{
    /// <summary>The physical id.</summary>
    public string ApiId { get; } = apiId;

    /// <summary>The API's name.</summary>
    public string Name { get; set; } = name;

    /// <summary>The stack it belongs to.</summary>
    public string StackName { get; } = stackName;

    /// <summary>Where it is served, without a trailing slash.</summary>
    public string Url { get; } = url;

    /// <summary>Held while the API changes, so that the host gets the definitions in their order.</summary>
    public SemaphoreSlim Gate { get; } = new(1, 1);

    /// <summary>Cross-origin rules.</summary>
    public HttpApiCors? Cors { get; set; }

    /// <summary>Routes of the API's own OpenAPI document.</summary>
    public IReadOnlyList<HttpApiRoute> BodyRoutes { get; set; } = [];

    /// <summary>Routes that are resources of their own, by id.</summary>
    public Dictionary<string, ApiRoute> Routes { get; } = [];

    /// <summary>Integrations by id.</summary>
    public Dictionary<string, ApiIntegration> Integrations { get; } = [];

    /// <summary>Stages by name.</summary>
    public Dictionary<string, ApiStage> Stages { get; } = [];

    /// <summary>Everything as one definition. One stage is served: <c>$default</c>, or the first by name.</summary>
    public HttpApiDefinition Define()
    {
        var stage = Stages.GetValueOrDefault("$default") ?? Stages.Values.OrderBy(other => other.Name, StringComparer.Ordinal).FirstOrDefault();
        var definition = new HttpApiDefinition(ApiId, Name) { Cors = Cors };
        return stage is null ? definition : definition with { StageName = stage.Name, StageVariables = stage.Variables, Routes = [.. BodyRoutes, .. Routes.Values.Select(Resolve)] };
    }

    private HttpApiRoute Resolve(ApiRoute route) =>
        route.IntegrationId is { } id && Integrations.TryGetValue(id, out var integration)
            ? integration.RouteFor(route.RouteKey, route.RefusedBecause)
            : new(route.RouteKey, null) { RefusedBecause = route.RefusedBecause ?? "The route has no integration." };
}
