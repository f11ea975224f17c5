using System.Net;
using System.Text.Json;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;

namespace Serverless.Aws.Rest;

/// <summary>Writes a <see cref="RestJsonRequest"/>.</summary>
internal sealed class RestJsonMarshaller(string serviceName) : IMarshaller<IRequest, AmazonWebServiceRequest>
{
    public IRequest Marshall(AmazonWebServiceRequest input)
    {
        var rest = (RestJsonRequest)input;
        var request = new DefaultRequest(input, serviceName) { HttpMethod = rest.Method, ResourcePath = rest.Path };
        foreach (var (name, value) in rest.PathValues)
        {
            request.AddPathResource($"{{{name}}}", value);
        }

        if (rest.Body is { } body)
        {
            request.Content = JsonSerializer.SerializeToUtf8Bytes(body);
            request.Headers["Content-Type"] = "application/json";
        }

        return request;
    }
}

/// <summary>Reads what the service answers, errors included.</summary>
internal sealed class RestJsonUnmarshaller : JsonResponseUnmarshaller
{
    public static RestJsonUnmarshaller Instance { get; } = new();

    public override AmazonWebServiceResponse Unmarshall(JsonUnmarshallerContext input) =>
        Read(input.Stream) is { } result ? new RestJsonResponse { Result = result } : throw new InvalidDataException("The reply is not JSON.");

    /// <summary>The service's error. Something that is no error of the protocol, such as a proxy's page, has no code.</summary>
    public override AmazonServiceException UnmarshallException(JsonUnmarshallerContext input, Exception innerException, HttpStatusCode statusCode)
    {
        var said = Read(input.Stream);
        if (said is null || CodeOf(input.ResponseData.GetHeaderValue("x-amzn-ErrorType"), said.Value) is not { } code)
        {
            var message = $"HTTP {(int)statusCode} without an error document; a proxy or firewall may have answered";
            return new(message, innerException, ErrorType.Unknown, errorCode: "", requestId: "", statusCode);
        }

        var type = statusCode >= HttpStatusCode.InternalServerError ? ErrorType.Receiver : ErrorType.Sender;
        var error = new RestJsonResponse { Result = said.Value };
        return new(error.Text("message") ?? error.Text("Message") ?? code, innerException, type, code, input.ResponseData.GetHeaderValue("x-amzn-RequestId") ?? "", statusCode);
    }

    // "NotFoundException:http://…", as a header or as a member.
    private static string? CodeOf(string? header, JsonElement body)
    {
        var error = new RestJsonResponse { Result = body };
        var stated = header is { Length: > 0 } ? header : error.Text("code") ?? error.Text("__type");
        return stated?.Split(':')[0].Split('#')[^1];
    }

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
