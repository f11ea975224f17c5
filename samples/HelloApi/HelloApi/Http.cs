using System.Text.Json.Serialization;

namespace HelloApi;

/// <summary>What these functions need of API Gateway's payload format 2.0.</summary>
internal sealed record HttpRequest(Dictionary<string, string>? PathParameters);

/// <summary>The answer in payload format 2.0.</summary>
internal sealed record HttpResponse(int StatusCode, Dictionary<string, string> Headers, string Body)
{
    public static HttpResponse Text(string body) => new(200, new() { ["content-type"] = "text/plain; charset=utf-8" }, body);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(HttpRequest))]
[JsonSerializable(typeof(HttpResponse))]
internal sealed partial class Json : JsonSerializerContext;
