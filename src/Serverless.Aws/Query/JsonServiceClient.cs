using System.Net;
using System.Text;
using System.Text.Json;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;

namespace Serverless.Aws.Query;

/// <summary>A client for services that speak JSON 1.1.</summary>
internal sealed class JsonServiceClient(AWSCredentials credentials, QueryServiceConfig config) : SignedServiceClient(credentials, config)
{
    /// <summary>Sends a request and hands back the reply.</summary>
    /// <param name="target">The operation with the service's name before it.</param>
    /// <param name="body">The request as JSON.</param>
    /// <param name="cancellationToken">Stops asking.</param>
    public async Task<JsonElement> SendAsync(string target, string body, CancellationToken cancellationToken)
    {
        var options = new InvokeOptions { RequestMarshaller = new JsonMarshaller(Config.RegionEndpointServiceName), ResponseUnmarshaller = JsonUnmarshaller.Instance };
        return (await InvokeAsync<JsonResponse>(new JsonRequest(target, body), options, cancellationToken)).Result;
    }
}

/// <summary>A request in JSON.</summary>
internal sealed class JsonRequest(string target, string body) : AmazonWebServiceRequest
{
    public string Target { get; } = target;

    public string Body { get; } = body;
}

/// <summary>A reply in JSON.</summary>
internal sealed class JsonResponse : AmazonWebServiceResponse
{
    public JsonElement Result { get; init; }
}

internal sealed class JsonMarshaller(string serviceName) : IMarshaller<IRequest, AmazonWebServiceRequest>
{
    public IRequest Marshall(AmazonWebServiceRequest input)
    {
        var json = (JsonRequest)input;
        var request = new DefaultRequest(input, serviceName) { HttpMethod = "POST", ResourcePath = "/", Content = Encoding.UTF8.GetBytes(json.Body) };
        request.Headers["Content-Type"] = "application/x-amz-json-1.1";
        request.Headers["X-Amz-Target"] = json.Target;
        return request;
    }
}

/// <summary>Reads replies. Only the XML context of the SDK hands over the stream before anything was read from it.</summary>
internal sealed class JsonUnmarshaller : XmlResponseUnmarshaller
{
    public static JsonUnmarshaller Instance { get; } = new();

    public override AmazonWebServiceResponse Unmarshall(XmlUnmarshallerContext input) =>
        new JsonResponse { Result = Read(input.Stream) ?? throw new InvalidDataException("The reply is not JSON.") };

    /// <summary>The service's error. Something that is no error, such as a proxy's page, has no code.</summary>
    public override AmazonServiceException UnmarshallException(XmlUnmarshallerContext input, Exception innerException, HttpStatusCode statusCode)
    {
        if (Read(input.Stream) is not { ValueKind: JsonValueKind.Object } error || Text(error, "__type") is not { } type)
        {
            var unreadable = $"HTTP {(int)statusCode} without an error document; a proxy or firewall may have answered";
            return new(unreadable, innerException, ErrorType.Unknown, errorCode: "", requestId: "", statusCode);
        }

        var code = type[(type.IndexOf('#', StringComparison.Ordinal) + 1)..];
        return new(Text(error, "message") ?? Text(error, "Message") ?? code, innerException, (int)statusCode < 500 ? ErrorType.Sender : ErrorType.Receiver, code, "", statusCode);
    }

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static JsonElement? Read(Stream stream)
    {
        try
        {
            using var document = JsonDocument.Parse(stream);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
