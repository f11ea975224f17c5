using System.Text.Json;
using Serverless.Messages;

namespace Serverless;

/// <summary>
/// The status, headers and cookies of an HTTP response whose body is streamed through a function URL or API Gateway.
/// </summary>
/// <remarks>Source: https://docs.aws.amazon.com/lambda/latest/dg/configuration-response-streaming.html.</remarks>
public sealed class HttpResponsePrelude
{
    /// <summary>The HTTP status, 200 unless set.</summary>
    public int StatusCode { get; init; } = 200;

    /// <summary>The HTTP headers; <c>Content-Type</c> belongs here.</summary>
    public IDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Complete <c>Set-Cookie</c> values, such as <c>id=1; HttpOnly</c>.</summary>
    public IList<string> Cookies { get; init; } = [];

    /// <summary>Writes the JSON document and the eight zero bytes that part it from the body.</summary>
    internal void Write(MessageBuffer buffer)
    {
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteNumber("statusCode"u8, StatusCode);
            json.WriteStartObject("headers"u8);
            foreach (var (name, value) in Headers)
            {
                json.WriteString(name, value);
            }

            json.WriteEndObject();
            json.WriteStartArray("cookies"u8);
            foreach (var cookie in Cookies)
            {
                json.WriteStringValue(cookie);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        buffer.Append("\0\0\0\0\0\0\0\0"u8);
    }
}
