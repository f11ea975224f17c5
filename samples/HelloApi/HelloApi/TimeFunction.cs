using System.Globalization;
using Serverless;

namespace HelloApi;

/// <summary>GET /time</summary>
internal static class TimeFunction
{
    public static Task<HttpResponse> HandleAsync(HttpRequest request, InvocationContext context) =>
        Task.FromResult(HttpResponse.Text(DateTimeOffset.UtcNow.ToString("O", CultureInfo.InvariantCulture)));
}
