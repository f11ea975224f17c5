using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Serverless.Local.Http;

/// <summary>Cross-origin headers as API Gateway writes them; the function's own are dropped when an API has rules.</summary>
/// <remarks>https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html</remarks>
internal sealed class CorsPolicy(HttpApiCors cors)
{
    private readonly bool _allowsAll = cors.AllowOrigins.Contains("*");
    private readonly string _methods = string.Join(',', cors.AllowMethods);
    private readonly string _headers = string.Join(',', cors.AllowHeaders);
    private readonly string _exposed = string.Join(',', cors.ExposeHeaders);

    /// <summary>Whether the request asks for permission only; the gateway answers it itself, routes or not.</summary>
    public static bool IsPreflight(string method, IHeaderDictionary request) =>
        method == "OPTIONS" && !StringValues.IsNullOrEmpty(request.Origin) && !StringValues.IsNullOrEmpty(request.AccessControlRequestMethod);

    /// <summary>Whether a header of a function's response gives way to the API's rules.</summary>
    public static bool Replaces(string header) => header.StartsWith("access-control-", StringComparison.OrdinalIgnoreCase);

    /// <summary>Adds the headers of a preflight answer; none for an origin that is not allowed.</summary>
    public void AddPreflight(string origin, IHeaderDictionary response)
    {
        if (!TryAddOrigin(origin, response))
        {
            return;
        }

        Add(response, "access-control-allow-methods", _methods);
        Add(response, "access-control-allow-headers", _headers);
        if (cors.MaxAge is { } seconds)
        {
            response["access-control-max-age"] = seconds.ToString();
        }
    }

    /// <summary>Adds the headers of an answer to a script; none for an origin that is not allowed.</summary>
    public void AddActual(string origin, IHeaderDictionary response)
    {
        if (TryAddOrigin(origin, response))
        {
            Add(response, "access-control-expose-headers", _exposed);
        }
    }

    private bool TryAddOrigin(string origin, IHeaderDictionary response)
    {
        if (!_allowsAll && !cors.AllowOrigins.Any(allowed => Allows(allowed, origin)))
        {
            return false;
        }

        response["access-control-allow-origin"] = _allowsAll ? "*" : origin;
        if (!_allowsAll)
        {
            response.Vary = "origin";
        }

        if (cors.AllowCredentials)
        {
            response["access-control-allow-credentials"] = "true";
        }

        return true;
    }

    // "https://*" and "http://*" stand for every origin of the scheme.
    private static bool Allows(string allowed, string origin) => allowed.EndsWith("://*", StringComparison.Ordinal)
        ? origin.StartsWith(allowed[..^1], StringComparison.OrdinalIgnoreCase)
        : string.Equals(allowed, origin, StringComparison.OrdinalIgnoreCase);

    private static void Add(IHeaderDictionary response, string name, string value)
    {
        if (value.Length > 0)
        {
            response[name] = value;
        }
    }
}
