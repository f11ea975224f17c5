using Microsoft.AspNetCore.Http;

namespace Serverless.Local.Front;

/// <summary>
/// Keeps web pages away. A page in the user's browser can send requests to loopback, directly or through a name that it lets
/// point there; whoever may deploy here may run code here, so such requests are refused before anything reads them.
/// </summary>
internal static class BrowserGuard
{
    /// <summary>Why a request is refused; null when it is not.</summary>
    public static string? Refusal(HttpRequest request)
    {
        if (!IsLoopbackName(request.Host.Host))
        {
            return $"The host '{request.Host.Host}' is not this machine's loopback address.";
        }

        // Browsers say where a request comes from, and pages cannot make them say otherwise.
        if (request.Headers.Origin.ToString() is { Length: > 0 } origin && !(Uri.TryCreate(origin, UriKind.Absolute, out var page) && IsLoopbackName(page.Host)))
        {
            return $"Requests from the web page '{origin}' are not allowed.";
        }

        return request.Headers["Sec-Fetch-Site"].ToString() == "cross-site" ? "Requests from other sites' web pages are not allowed." : null;
    }

    private static bool IsLoopbackName(string host) =>
        host is "127.0.0.1" or "localhost" or "[::1]" || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase) || host.Equals("localhost", StringComparison.OrdinalIgnoreCase);
}
