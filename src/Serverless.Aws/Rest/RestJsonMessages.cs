using System.Text.Json;
using Amazon.Runtime;

namespace Serverless.Aws.Rest;

/// <summary>A request of the REST-JSON protocol.</summary>
/// <param name="method">The HTTP method.</param>
/// <param name="path">The path; names in braces stand for <see cref="PathValues"/>.</param>
internal sealed class RestJsonRequest(string method, string path) : AmazonWebServiceRequest
{
    public string Method { get; } = method;

    public string Path { get; } = path;

    /// <summary>What is put into the path, by name without braces; whatever it has in it becomes one segment.</summary>
    public IReadOnlyDictionary<string, string> PathValues { get; init; } = new Dictionary<string, string>();

    /// <summary>The members of the body; null for a request without one.</summary>
    public IReadOnlyDictionary<string, string>? Body { get; init; }
}

/// <summary>A reply of the REST-JSON protocol.</summary>
internal sealed class RestJsonResponse : AmazonWebServiceResponse
{
    /// <summary>The body.</summary>
    public JsonElement Result { get; init; }

    /// <summary>A member that is a text; null when it is missing or something else.</summary>
    public string? Text(string name) =>
        Result.ValueKind == JsonValueKind.Object && Result.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String ? member.GetString() : null;
}
