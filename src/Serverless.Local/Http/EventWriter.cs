using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.Extensions.Primitives;

namespace Serverless.Local.Http;

/// <summary>Writes events of payload formats 2.0 and 1.0.</summary>
/// <remarks>https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html</remarks>
internal static class EventWriter
{
    /// <summary>Writes the event in the format of the request's route.</summary>
    public static void Write(Utf8JsonWriter json, in GatewayRequest request)
    {
        json.WriteStartObject();
        if (request.Route.IsVersion2)
        {
            WriteVersion2(json, request);
        }
        else
        {
            WriteVersion1(json, request);
        }

        json.WriteEndObject();
    }

    private static void WriteVersion2(Utf8JsonWriter json, in GatewayRequest request)
    {
        json.WriteString("version"u8, "2.0"u8);
        json.WriteString("routeKey"u8, request.Route.Pattern.Key);
        json.WriteString("rawPath"u8, UrlText.DecodePath(request.Path));
        json.WriteString("rawQueryString"u8, request.Query);
        WriteCookies(json, request.Headers.Cookie);
        json.WriteStartObject("headers"u8);
        WriteHeaders(json, request, withCookie: false);
        json.WriteEndObject();
        WriteCombinedQuery(json, request.Query);
        json.WriteStartObject("requestContext"u8);
        WriteCommonContext(json, request);
        json.WriteStartObject("http"u8);
        json.WriteString("method"u8, request.Method);
        json.WriteString("path"u8, UrlText.DecodePath(request.Path));
        json.WriteString("protocol"u8, request.Protocol);
        json.WriteString("sourceIp"u8, request.SourceIp);
        json.WriteString("userAgent"u8, request.UserAgent);
        json.WriteEndObject();
        json.WriteString("routeKey"u8, request.Route.Pattern.Key);
        WriteTime(json, "time"u8, "timeEpoch"u8, request.Time);
        json.WriteEndObject();
        WriteVariables(json, request, nullWhenNone: false);
        WriteBody(json, request, nullWhenNone: false);
    }

    private static void WriteVersion1(Utf8JsonWriter json, in GatewayRequest request)
    {
        var path = UrlText.DecodePath(request.Path);
        json.WriteString("version"u8, "1.0"u8);
        json.WriteString("resource"u8, request.Route.Pattern.Path);
        json.WriteString("path"u8, path);
        json.WriteString("httpMethod"u8, request.Method);
        json.WriteStartObject("headers"u8);
        WriteHeaders(json, request, withCookie: true, Last);
        json.WriteEndObject();
        json.WriteStartObject("multiValueHeaders"u8);
        WriteHeaders(json, request, withCookie: true, All);
        json.WriteEndObject();
        WriteSeparateQuery(json, request.Query);
        json.WriteStartObject("requestContext"u8);
        WriteCommonContext(json, request);
        json.WriteStartObject("authorizer"u8);
        json.WriteEndObject();
        json.WriteString("extendedRequestId"u8, request.RequestId);
        json.WriteString("httpMethod"u8, request.Method);
        WriteIdentity(json, request);
        json.WriteString("path"u8, path);
        json.WriteString("protocol"u8, request.Protocol);
        WriteTime(json, "requestTime"u8, "requestTimeEpoch"u8, request.Time);
        json.WriteString("resourceId"u8, request.Route.Pattern.Key);
        json.WriteString("resourcePath"u8, request.Route.Pattern.Path);
        json.WriteEndObject();
        WriteVariables(json, request, nullWhenNone: true);
        WriteBody(json, request, nullWhenNone: true);
    }

    private static void WriteCommonContext(Utf8JsonWriter json, in GatewayRequest request)
    {
        json.WriteString("accountId"u8, request.AccountId);
        json.WriteString("apiId"u8, request.Api.ApiId);
        json.WriteString("domainName"u8, request.Host);
        json.WriteString("domainPrefix"u8, request.Api.ApiId);
        json.WriteString("requestId"u8, request.RequestId);
        json.WriteString("stage"u8, request.Api.StageName);
    }

    private static void WriteIdentity(Utf8JsonWriter json, in GatewayRequest request)
    {
        json.WriteStartObject("identity"u8);
        foreach (var name in (ReadOnlySpan<string>)["accessKey", "accountId", "caller", "cognitoAmr", "cognitoAuthenticationProvider", "cognitoAuthenticationType", "cognitoIdentityId", "cognitoIdentityPoolId", "principalOrgId", "user", "userArn"])
        {
            json.WriteNull(name);
        }

        json.WriteString("sourceIp"u8, request.SourceIp);
        json.WriteString("userAgent"u8, request.UserAgent);
        json.WriteEndObject();
    }

    private static void WriteCookies(Utf8JsonWriter json, StringValues headers)
    {
        if (headers.Count == 0)
        {
            return;
        }

        json.WriteStartArray("cookies"u8);
        foreach (var header in headers)
        {
            foreach (var range in header.AsSpan().Split(';'))
            {
                if (header.AsSpan()[range].Trim() is { IsEmpty: false } cookie)
                {
                    json.WriteStringValue(cookie);
                }
            }
        }

        json.WriteEndArray();
    }

    private static void WriteHeaders(Utf8JsonWriter json, in GatewayRequest request, bool withCookie, Action<Utf8JsonWriter, StringValues>? write = null)
    {
        write ??= Joined;
        foreach (var (name, values) in request.Headers)
        {
            if (values.Count > 0 && !IsGatewaysOwn(name) && (withCookie || !Is(name, "Cookie")))
            {
                WriteLowerCaseName(json, name);
                write(json, values);
            }
        }

        if (request.Headers.ContentLength is null)
        {
            Write("content-length"u8, request.Body.Length.ToString(CultureInfo.InvariantCulture));
        }

        var forwarded = request.Headers["X-Forwarded-For"];
        Write("x-amzn-trace-id"u8, request.TraceRoot);
        Write("x-forwarded-for"u8, forwarded.Count == 0 ? request.SourceIp : $"{string.Join(", ", forwarded.ToArray())}, {request.SourceIp}");
        Write("x-forwarded-port"u8, request.Port.ToString(CultureInfo.InvariantCulture));
        Write("x-forwarded-proto"u8, "http");

        void Write(ReadOnlySpan<byte> name, string value)
        {
            json.WritePropertyName(name);
            write(json, value);
        }
    }

    private static void Joined(Utf8JsonWriter json, StringValues values) => json.WriteStringValue(values.Count == 1 ? values[0] : string.Join(',', values.ToArray()));

    private static void Last(Utf8JsonWriter json, StringValues values) => json.WriteStringValue(values[^1]);

    private static void All(Utf8JsonWriter json, StringValues values)
    {
        json.WriteStartArray();
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }

    // What the gateway writes itself, and what belongs to the connection with the client.
    private static bool IsGatewaysOwn(string name) => name.Length > 1 && (name[0] | 0x20, name[1] | 0x20) switch
    {
        ('x', '-') => Is(name, "X-Forwarded-For") || Is(name, "X-Forwarded-Port") || Is(name, "X-Forwarded-Proto") || Is(name, "X-Amzn-Trace-Id"),
        ('c', 'o') => Is(name, "Connection"),
        ('k', 'e') => Is(name, "Keep-Alive"),
        ('p', 'r') => Is(name, "Proxy-Connection"),
        ('t', 'e') => Is(name, "TE"),
        ('t', 'r') => Is(name, "Transfer-Encoding"),
        ('u', 'p') => Is(name, "Upgrade"),
        _ => false,
    };

    private static bool Is(string name, string other) => name.Equals(other, StringComparison.OrdinalIgnoreCase);

    private static void WriteLowerCaseName(Utf8JsonWriter json, string name)
    {
        Span<char> lower = stackalloc char[256];
        if (name.Length <= lower.Length)
        {
            json.WritePropertyName(lower[..name.AsSpan().ToLowerInvariant(lower)]);
        }
        else
        {
            json.WritePropertyName(name.ToLowerInvariant());
        }
    }

    private static void WriteCombinedQuery(Utf8JsonWriter json, string query)
    {
        if (query.Length == 0)
        {
            return;
        }

        json.WriteStartObject("queryStringParameters"u8);
        foreach (var values in UrlText.ReadQuery(query).GroupBy(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal))
        {
            json.WriteString(values.Key, string.Join(',', values));
        }

        json.WriteEndObject();
    }

    private static void WriteSeparateQuery(Utf8JsonWriter json, string query)
    {
        if (query.Length == 0)
        {
            json.WriteNull("queryStringParameters"u8);
            json.WriteNull("multiValueQueryStringParameters"u8);
            return;
        }

        var groups = UrlText.ReadQuery(query).GroupBy(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal).ToArray();
        json.WriteStartObject("queryStringParameters"u8);
        foreach (var values in groups)
        {
            json.WriteString(values.Key, values.Last());
        }

        json.WriteEndObject();
        json.WriteStartObject("multiValueQueryStringParameters"u8);
        foreach (var values in groups)
        {
            json.WriteStartArray(values.Key);
            foreach (var value in values)
            {
                json.WriteStringValue(value);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void WriteVariables(Utf8JsonWriter json, in GatewayRequest request, bool nullWhenNone)
    {
        WriteMap(json, "pathParameters"u8, request.Route.Pattern.HasVariables ? request.Route.Pattern.Variables(request.PathInStage) : [], nullWhenNone);
        WriteMap(json, "stageVariables"u8, request.Api.StageVariables, nullWhenNone);
    }

    private static void WriteMap(Utf8JsonWriter json, ReadOnlySpan<byte> name, IEnumerable<KeyValuePair<string, string>> pairs, bool nullWhenNone)
    {
        var any = false;
        foreach (var (key, value) in pairs)
        {
            if (!any)
            {
                json.WriteStartObject(name);
                any = true;
            }

            json.WriteString(key, value);
        }

        if (any)
        {
            json.WriteEndObject();
        }
        else if (nullWhenNone)
        {
            json.WriteNull(name);
        }
    }

    // "12/Mar/2020:19:03:58 +0000"
    private static void WriteTime(Utf8JsonWriter json, ReadOnlySpan<byte> name, ReadOnlySpan<byte> epochName, DateTimeOffset time)
    {
        Span<byte> text = stackalloc byte[32];
        time.UtcDateTime.TryFormat(text, out var length, "dd/MMM/yyyy:HH:mm:ss +0000", CultureInfo.InvariantCulture);
        json.WriteString(name, text[..length]);
        json.WriteNumber(epochName, time.ToUnixTimeMilliseconds());
    }

    private static void WriteBody(Utf8JsonWriter json, in GatewayRequest request, bool nullWhenNone)
    {
        var isBase64 = false;
        if (request.Body.IsEmpty)
        {
            if (nullWhenNone)
            {
                json.WriteNull("body"u8);
            }
        }
        else if (isBase64 = request.IsBinary || !Utf8.IsValid(request.Body))
        {
            json.WriteBase64String("body"u8, request.Body);
        }
        else
        {
            json.WriteString("body"u8, request.Body);
        }

        json.WriteBoolean("isBase64Encoded"u8, isBase64);
    }
}
