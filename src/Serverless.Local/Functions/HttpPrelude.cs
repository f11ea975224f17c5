using System.Text.Json;

namespace Serverless.Local.Functions;

/// <summary>Reads the JSON that a streamed HTTP response starts with; eight zero bytes separate it from the body.</summary>
internal static class HttpPrelude
{
    private const int MaxLength = 64 * 1024;

    /// <summary>Status, headers and body; null when the response has no prelude (a raw stream has the same content type).</summary>
    public static (StreamedHttpResponse Response, ReadOnlyMemory<byte> Body)? TryRead(ReadOnlyMemory<byte> response)
    {
        var end = response.Span[..Math.Min(response.Length, MaxLength)].IndexOf("\0\0\0\0\0\0\0\0"u8);
        if (end <= 0 || response.Span[0] != (byte)'{')
        {
            return null;
        }

        try
        {
            using var prelude = JsonDocument.Parse(response[..end]);
            return (Read(prelude.RootElement), response[(end + 8)..]);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    private static StreamedHttpResponse Read(JsonElement prelude)
    {
        var status = prelude.TryGetProperty("statusCode", out var code) ? code.GetInt32() : 200;
        var headers = new List<KeyValuePair<string, string>>();
        foreach (var header in Properties(prelude, "headers"))
        {
            headers.Add(new(header.Name, header.Value.ToString()));
        }

        foreach (var header in Properties(prelude, "multiValueHeaders"))
        {
            headers.AddRange(header.Value.EnumerateArray().Select(value => KeyValuePair.Create(header.Name, value.ToString())));
        }

        var cookies = prelude.TryGetProperty("cookies", out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().Select(cookie => cookie.ToString()).ToArray()
            : [];
        return new StreamedHttpResponse(status, headers, cookies);
    }

    private static IEnumerable<JsonProperty> Properties(JsonElement prelude, string name) =>
        prelude.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object ? value.EnumerateObject() : [];
}
