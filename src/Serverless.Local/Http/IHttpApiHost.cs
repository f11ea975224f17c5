namespace Serverless.Local.Http;

/// <summary>One route of an HTTP API.</summary>
/// <param name="RouteKey"><c>GET /hello/{name}</c>, <c>ANY /{proxy+}</c> or <c>$default</c>.</param>
/// <param name="FunctionArn">ARN of the function (with version or alias when the integration has one); null for a route that has no local body.</param>
public sealed record HttpApiRoute(string RouteKey, string? FunctionArn)
{
    /// <summary>Payload format of the integration, <c>1.0</c> or <c>2.0</c>.</summary>
    public string PayloadFormatVersion { get; init; } = "2.0";

    /// <summary>Why requests are refused, when the route needs something that is not emulated (an authorizer, say); null when it is served. Never open by accident.</summary>
    public string? RefusedBecause { get; init; }

    /// <summary>Milliseconds an integration may take; API Gateway's limit is 30,000.</summary>
    public int TimeoutMilliseconds { get; init; } = 30_000;
}

/// <summary>Cross-origin rules of an HTTP API, as <c>AWS::ApiGatewayV2::Api.CorsConfiguration</c> has them.</summary>
public sealed record HttpApiCors
{
    /// <summary>Allowed origins; <c>*</c> for all.</summary>
    public IReadOnlyList<string> AllowOrigins { get; init; } = [];

    /// <summary>Allowed methods.</summary>
    public IReadOnlyList<string> AllowMethods { get; init; } = [];

    /// <summary>Allowed request headers.</summary>
    public IReadOnlyList<string> AllowHeaders { get; init; } = [];

    /// <summary>Response headers that scripts may read.</summary>
    public IReadOnlyList<string> ExposeHeaders { get; init; } = [];

    /// <summary>Seconds that a preflight answer may be kept; null when unset.</summary>
    public int? MaxAge { get; init; }

    /// <summary>Whether credentials are allowed.</summary>
    public bool AllowCredentials { get; init; }
}

/// <summary>A whole HTTP API as it is served.</summary>
/// <param name="ApiId">The physical id, ten lower-case letters and digits.</param>
/// <param name="Name">The API's name.</param>
public sealed record HttpApiDefinition(string ApiId, string Name)
{
    /// <summary>The stage that is served at the root (<c>$default</c>) or below <c>/name</c>.</summary>
    public string StageName { get; init; } = "$default";

    /// <summary>Stage variables passed to functions.</summary>
    public IReadOnlyDictionary<string, string> StageVariables { get; init; } = new Dictionary<string, string>();

    /// <summary>The routes in no particular order; API Gateway's own precedence decides.</summary>
    public IReadOnlyList<HttpApiRoute> Routes { get; init; } = [];

    /// <summary>Cross-origin rules; null when there are none.</summary>
    public HttpApiCors? Cors { get; init; }
}

/// <summary>Serves HTTP APIs on loopback, each on a port of its own.</summary>
public interface IHttpApiHost
{
    /// <summary>Reserves the API's port, so that its URL is known before its routes are.</summary>
    /// <returns>The base URL without a trailing slash, such as <c>http://127.0.0.1:4601</c>; the same for the same id for as long as the state lives.</returns>
    Task<Uri> ReserveAsync(string apiId, CancellationToken cancellationToken);

    /// <summary>Serves the definition, replacing an earlier one of the same id without dropping requests.</summary>
    Task PutAsync(HttpApiDefinition definition, CancellationToken cancellationToken);

    /// <summary>Stops serving; nothing happens for an unknown id.</summary>
    Task RemoveAsync(string apiId, CancellationToken cancellationToken);
}
