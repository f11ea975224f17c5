using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Serverless.Local.Http;

/// <summary>A function's payload, read as the HTTP response that it means.</summary>
/// <remarks>
/// Format 2.0 takes what has no <c>statusCode</c> as a body: a JSON text as its content, anything else as it is, valid JSON or not (that
/// is how the real gateway behaves; its documentation speaks of valid JSON only). Format 1.0 wants the whole shape.
/// (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html#http-api-develop-integrations-lambda.response)
/// </remarks>
internal sealed class FunctionResponse
{
    private readonly List<KeyValuePair<string, string>> _headers = [];
    private readonly List<KeyValuePair<string, string>> _multiValueHeaders = [];
    private readonly List<string> _cookies = [];
    private ReadOnlyMemory<byte> _body;
    private bool _isEscaped;
    private bool _isBase64;

    /// <summary>The status.</summary>
    public int StatusCode { get; private set; }

    /// <summary>The headers in the order in which they are added.</summary>
    public IEnumerable<KeyValuePair<string, string>> Headers => _multiValueHeaders.Concat(_headers);

    /// <summary>Whether the function set a content type.</summary>
    public bool HasContentType { get; private set; }

    /// <summary>Values for <c>Set-Cookie</c>.</summary>
    public IReadOnlyList<string> Cookies => _cookies;

    /// <summary>Reads a payload; null when its shape is wrong, which the gateway answers with 500.</summary>
    public static FunctionResponse? TryRead(ReadOnlyMemory<byte> payload, bool isVersion2)
    {
        var response = new FunctionResponse();
        try
        {
            var reader = new Utf8JsonReader(payload.Span);
            if (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
            {
                var isGood = response.ReadObject(ref reader, payload, isVersion2);
                if (response.StatusCode != 0)
                {
                    // The rest must be JSON too.
                    return isGood && !reader.Read() ? response : null;
                }

                if (HasStatusCode(payload))
                {
                    return null;
                }
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Not JSON: format 2.0 takes even that.
        }

        return isVersion2 ? Inferred(payload) : null;
    }

    /// <summary>The body's bytes, decoded; null when its text or its base64 is none.</summary>
    public ReadOnlyMemory<byte>? DecodeBody()
    {
        var read = _isEscaped ? TryUnescape(_body) : _body;
        if (!_isBase64 || read is not { } text)
        {
            return read;
        }

        var decoded = new byte[Base64.GetMaxDecodedFromUtf8Length(text.Length)];
        return Base64.DecodeFromUtf8(text.Span, decoded, out _, out var length) == OperationStatus.Done ? new ReadOnlyMemory<byte>(decoded, 0, length) : default(ReadOnlyMemory<byte>?);
    }

    private static FunctionResponse Inferred(ReadOnlyMemory<byte> payload)
    {
        var response = new FunctionResponse { StatusCode = 200, HasContentType = true, _body = payload };
        response._headers.Add(new("content-type", "application/json"));
        try
        {
            var reader = new Utf8JsonReader(payload.Span);
            if (reader.Read() && reader.TokenType == JsonTokenType.String)
            {
                var text = Token(ref reader, payload);
                var isEscaped = reader.ValueIsEscaped;
                if (!reader.Read())
                {
                    response._body = text;
                    response._isEscaped = isEscaped;
                }
            }
        }
        catch (JsonException)
        {
            // As it is.
        }

        return response;
    }

    // False when a property has the wrong shape; what is known so far is kept.
    private bool ReadObject(ref Utf8JsonReader reader, ReadOnlyMemory<byte> payload, bool isVersion2)
    {
        var isGood = true;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("statusCode"u8))
            {
                reader.Read();
                isGood &= TryReadStatus(ref reader);
            }
            else if (reader.ValueTextEquals("headers"u8))
            {
                reader.Read();
                isGood &= TryReadHeaders(ref reader, _headers, isMultiValue: false);
            }
            else if (!isVersion2 && reader.ValueTextEquals("multiValueHeaders"u8))
            {
                reader.Read();
                isGood &= TryReadHeaders(ref reader, _multiValueHeaders, isMultiValue: true);
            }
            else if (isVersion2 && reader.ValueTextEquals("cookies"u8))
            {
                reader.Read();
                isGood &= TryReadCookies(ref reader);
            }
            else if (reader.ValueTextEquals("body"u8))
            {
                reader.Read();
                isGood &= TryReadBody(ref reader, payload);
            }
            else if (reader.ValueTextEquals("isBase64Encoded"u8))
            {
                reader.Read();
                _isBase64 = reader.TokenType == JsonTokenType.True;
                isGood &= reader.TokenType is JsonTokenType.True or JsonTokenType.False or JsonTokenType.Null;
                reader.Skip();
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        return isGood;
    }

    private bool TryReadStatus(ref Utf8JsonReader reader)
    {
        var status = 0;
        var isNumber = reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out status);
        var isText = reader.TokenType == JsonTokenType.String && int.TryParse(reader.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out status);
        reader.Skip();
        StatusCode = isNumber || isText ? status : 0;
        return StatusCode is >= 200 and <= 599;
    }

    private bool TryReadHeaders(ref Utf8JsonReader reader, List<KeyValuePair<string, string>> headers, bool isMultiValue)
    {
        headers.Clear();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            var isNull = reader.TokenType == JsonTokenType.Null;
            reader.Skip();
            return isNull;
        }

        var isGood = true;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            HasContentType |= name.Equals("content-type", StringComparison.OrdinalIgnoreCase);
            reader.Read();
            isGood &= isMultiValue ? TryReadValues(ref reader, name, headers) : TryReadValue(ref reader, name, headers);
        }

        return isGood;
    }

    private static bool TryReadValues(ref Utf8JsonReader reader, string name, List<KeyValuePair<string, string>> headers)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return false;
        }

        var isGood = true;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            isGood &= TryReadValue(ref reader, name, headers);
        }

        return isGood;
    }

    private static bool TryReadValue(ref Utf8JsonReader reader, string name, List<KeyValuePair<string, string>> headers)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                headers.Add(new(name, reader.GetString()!));
                return true;
            case JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False:
                headers.Add(new(name, Encoding.UTF8.GetString(reader.ValueSpan)));
                return true;
            case JsonTokenType.Null:
                return true;
            default:
                reader.Skip();
                return false;
        }
    }

    private bool TryReadCookies(ref Utf8JsonReader reader)
    {
        _cookies.Clear();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            var isNull = reader.TokenType == JsonTokenType.Null;
            reader.Skip();
            return isNull;
        }

        var isGood = true;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.String)
            {
                _cookies.Add(reader.GetString()!);
            }
            else
            {
                isGood = false;
                reader.Skip();
            }
        }

        return isGood;
    }

    private bool TryReadBody(ref Utf8JsonReader reader, ReadOnlyMemory<byte> payload)
    {
        _body = default;
        if (reader.TokenType == JsonTokenType.String)
        {
            _body = Token(ref reader, payload);
            _isEscaped = reader.ValueIsEscaped;
            return true;
        }

        var isNull = reader.TokenType == JsonTokenType.Null;
        reader.Skip();
        return isNull;
    }

    // The text between the quotes, still escaped, without a copy.
    private static ReadOnlyMemory<byte> Token(ref Utf8JsonReader reader, ReadOnlyMemory<byte> payload) =>
        payload.Slice((int)reader.TokenStartIndex + 1, reader.ValueSpan.Length);

    // Null for half a surrogate pair, and for bytes that are no UTF-8.
    private static ReadOnlyMemory<byte>? TryUnescape(ReadOnlyMemory<byte> token)
    {
        var quoted = new byte[token.Length + 2];
        quoted[0] = quoted[^1] = (byte)'"';
        token.CopyTo(quoted.AsMemory(1));
        var reader = new Utf8JsonReader(quoted);
        reader.Read();
        var text = new byte[token.Length];
        try
        {
            return text.AsMemory(0, reader.CopyString(text));
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    // Told apart from an object without one only when the status is unusable, so this is not on the usual way.
    private static bool HasStatusCode(ReadOnlyMemory<byte> payload)
    {
        using var document = JsonDocument.Parse(payload);
        return document.RootElement.TryGetProperty("statusCode", out _);
    }
}
