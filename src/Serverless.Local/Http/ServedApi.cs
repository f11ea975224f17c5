namespace Serverless.Local.Http;

/// <summary>A definition, prepared for requests. Immutable; another definition makes another one.</summary>
internal sealed class ServedApi
{
    private readonly ServedRoute[] _routes;
    private readonly string _stagePrefix;

    public ServedApi(HttpApiDefinition definition)
    {
        Definition = definition;
        Cors = definition.Cors is { } cors ? new CorsPolicy(cors) : null;
        _stagePrefix = definition.StageName == "$default" ? "" : "/" + definition.StageName;
        _routes = [.. definition.Routes
            .Select(route => (Pattern: RoutePattern.TryParse(route.RouteKey), Route: route))
            .Where(pair => pair.Pattern is not null)
            .OrderBy(pair => pair.Pattern!, RoutePattern.Precedence)
            .Select(pair => new ServedRoute(pair.Pattern!, pair.Route))];
    }

    public HttpApiDefinition Definition { get; }

    public CorsPolicy? Cors { get; }

    /// <summary>The route of a request; null when there is none.</summary>
    /// <param name="method">The method.</param>
    /// <param name="path">The path as it was sent.</param>
    /// <param name="pathInStage">The path without the stage's name.</param>
    public ServedRoute? Match(string method, string path, out string pathInStage)
    {
        pathInStage = path;
        if (_stagePrefix.Length > 0)
        {
            if (!path.StartsWith(_stagePrefix, StringComparison.Ordinal) || (path.Length > _stagePrefix.Length && path[_stagePrefix.Length] != '/'))
            {
                return null;
            }

            pathInStage = path.Length == _stagePrefix.Length ? "/" : path[_stagePrefix.Length..];
        }

        foreach (var route in _routes)
        {
            if (route.Pattern.Matches(method, pathInStage))
            {
                return route;
            }
        }

        return null;
    }
}

/// <summary>One route with the function it reaches.</summary>
internal sealed class ServedRoute
{
    public ServedRoute(RoutePattern pattern, HttpApiRoute route)
    {
        Pattern = pattern;
        Route = route;
        // arn:aws:lambda:region:account:function:name[:qualifier]
        var parts = route.FunctionArn?.Split(':') ?? [];
        FunctionName = parts.Length >= 7 ? parts[6] : null;
        Qualifier = parts.Length >= 8 ? parts[7] : null;
    }

    public RoutePattern Pattern { get; }

    public HttpApiRoute Route { get; }

    /// <summary>Null when the route reaches no function.</summary>
    public string? FunctionName { get; }

    public string? Qualifier { get; }

    public bool IsVersion2 => Route.PayloadFormatVersion != "1.0";

    /// <summary>Why requests are refused; null when they are served.</summary>
    public string? RefusedBecause => Route.RefusedBecause ?? (FunctionName is null ? "its integration is not emulated" : null);
}
