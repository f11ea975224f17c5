using System.Buffers;
using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using Serverless.Local.Functions;

namespace Serverless.Local.Http;

/// <summary>Takes requests to functions and their answers back, as API Gateway does for HTTP APIs.</summary>
internal sealed class Gateway(IFunctionHost functions, HttpApiHostOptions options)
{
    /// <summary>Answers one request.</summary>
    public async Task AnswerAsync(ServedApi api, IFeatureCollection context)
    {
        var request = context.GetRequiredFeature<IHttpRequestFeature>();
        var exchange = new Exchange(context, NewRequestId());
        AddCors(api, request, exchange);
        if (CorsPolicy.IsPreflight(request.Method, request.Headers) && api.Cors is { } cors)
        {
            cors.AddPreflight(request.Headers.Origin.ToString(), exchange.Headers);
            exchange.SetStatus(204);
            return;
        }

        var (path, query) = Split(request.RawTarget);
        var route = api.Match(request.Method, path, out var pathInStage);
        if (route is null)
        {
            await exchange.RefuseAsync(404, "Not Found");
        }
        else if (route.RefusedBecause is { } reason)
        {
            await exchange.RefuseAsync(501, $"Not Implemented: the local cloud does not serve the route '{route.Pattern.Key}', because {reason}");
        }
        else if (await TryReadBodyAsync(context, request.Headers) is not { } body)
        {
            await exchange.RefuseAsync(413, "Request Entity Too Large");
        }
        else
        {
            await InvokeAsync(api, route, exchange, (path, pathInStage, query), body);
        }
    }

    private async Task InvokeAsync(ServedApi api, ServedRoute route, Exchange exchange, (string Path, string PathInStage, string Query) target, ReadOnlyMemory<byte> body)
    {
        var buffer = EventBuffer.Rent();
        var time = options.TimeProvider.GetUtcNow();
        var traceRoot = TraceRoot(exchange.Request.Headers, time);
        WriteEvent(buffer, api, route, exchange, target, body, time, traceRoot);
        try
        {
            var call = new InvocationRequest(route.FunctionName!, buffer.Written)
            {
                Qualifier = route.Qualifier,
                TraceId = traceRoot.Contains("Parent=", StringComparison.Ordinal) ? traceRoot : $"{traceRoot};Parent={RandomHex(8)};Sampled=0",
                WantsLogTail = false,
            };
            var invocation = functions.InvokeAsync(call, CancellationToken.None);
            var result = invocation.IsCompletedSuccessfully
                ? invocation.Result
                : await invocation.WaitAsync(TimeSpan.FromMilliseconds(route.Route.TimeoutMilliseconds), options.TimeProvider);
            // Not in a finally: as long as the function may still read its event, the memory is its own.
            buffer.Return();
            await WriteResultAsync(result, route, api, exchange);
        }
        catch (TimeoutException)
        {
            await exchange.RefuseAsync(503, "Service Unavailable");
        }
        catch (KeyNotFoundException)
        {
            await exchange.RefuseAsync(500, "Internal Server Error");
        }
        catch (ObjectDisposedException)
        {
            await exchange.RefuseAsync(503, "Service Unavailable");
        }
    }

    private void WriteEvent(EventBuffer buffer, ServedApi api, ServedRoute route, Exchange exchange, (string Path, string PathInStage, string Query) target, ReadOnlyMemory<byte> body, DateTimeOffset time, string traceRoot)
    {
        var connection = exchange.Context.Get<IHttpConnectionFeature>();
        EventWriter.Write(buffer.Json, new GatewayRequest
        {
            Api = api.Definition,
            Route = route,
            AccountId = options.AccountId,
            Method = exchange.Request.Method,
            Path = target.Path,
            PathInStage = target.PathInStage,
            Query = target.Query,
            Protocol = exchange.Request.Protocol,
            Headers = exchange.Request.Headers,
            Body = body.Span,
            SourceAddress = connection?.RemoteIpAddress,
            Port = connection?.LocalPort ?? 0,
            RequestId = exchange.RequestId,
            TraceRoot = traceRoot,
            Time = time,
        });
    }

    private static Task WriteResultAsync(InvocationResult result, ServedRoute route, ServedApi api, Exchange exchange)
    {
        if (result.IsThrottled)
        {
            return exchange.RefuseAsync(503, "Service Unavailable");
        }

        if (result.IsRequestTooLarge)
        {
            return exchange.RefuseAsync(413, "Request Entity Too Large");
        }

        if (result.FunctionError is not null)
        {
            return exchange.RefuseAsync(500, "Internal Server Error");
        }

        if (result.HttpResponse is { } streamed)
        {
            return exchange.WriteAsync(streamed.StatusCode, streamed.Headers, streamed.Cookies, hasContentType: true, result.Payload, api.Cors is not null);
        }

        return FunctionResponse.TryRead(result.Payload, route.IsVersion2) is { } response && response.DecodeBody() is { } body
            ? exchange.WriteAsync(response.StatusCode, response.Headers, response.Cookies, response.HasContentType, body, api.Cors is not null)
            : exchange.RefuseAsync(500, "Internal Server Error");
    }

    private static void AddCors(ServedApi api, IHttpRequestFeature request, Exchange exchange)
    {
        if (api.Cors is { } cors && request.Headers.Origin is { Count: > 0 } origin && !CorsPolicy.IsPreflight(request.Method, request.Headers))
        {
            cors.AddActual(origin.ToString(), exchange.Headers);
        }
    }

    // Null when it is too large.
    private static async ValueTask<ReadOnlyMemory<byte>?> TryReadBodyAsync(IFeatureCollection context, IHeaderDictionary headers)
    {
        if (headers.ContentLength > HttpApiServer.MaxBody)
        {
            return null;
        }

        if (context.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false })
        {
            return ReadOnlyMemory<byte>.Empty;
        }

        var stream = context.GetRequiredFeature<IHttpRequestFeature>().Body;
        if (headers.ContentLength is { } length)
        {
            var body = GC.AllocateUninitializedArray<byte>((int)length);
            await stream.ReadExactlyAsync(body);
            return body;
        }

        var unknown = new ArrayBufferWriter<byte>(4096);
        for (int count; (count = await stream.ReadAsync(unknown.GetMemory(4096))) > 0;)
        {
            unknown.Advance(count);
            if (unknown.WrittenCount > HttpApiServer.MaxBody)
            {
                return null;
            }
        }

        return unknown.WrittenMemory;
    }

    // A target in absolute form ("GET http://host/path") keeps only what an origin server cares for.
    private static (string Path, string Query) Split(string target)
    {
        if (!target.StartsWith('/') && Uri.TryCreate(target, UriKind.Absolute, out var uri))
        {
            target = uri.PathAndQuery;
        }

        var mark = target.IndexOf('?', StringComparison.Ordinal);
        return mark < 0 ? (target, "") : (target[..mark], target[(mark + 1)..]);
    }

    private static string TraceRoot(IHeaderDictionary headers, DateTimeOffset time) =>
        headers["X-Amzn-Trace-Id"] is [{ Length: > 0 } given] && given.StartsWith("Root=1-", StringComparison.Ordinal)
            ? given
            : $"Root=1-{(uint)time.ToUnixTimeSeconds():x8}-{RandomHex(12)}";

    private static string RandomHex(int bytes)
    {
        Span<byte> random = stackalloc byte[16];
        Random.Shared.NextBytes(random[..bytes]);
        return Convert.ToHexStringLower(random[..bytes]);
    }

    // Fifteen letters and an equals sign, as the real one's.
    private static string NewRequestId()
    {
        Span<byte> random = stackalloc byte[11];
        Random.Shared.NextBytes(random);
        return Convert.ToBase64String(random).Replace('+', 'A').Replace('/', 'B');
    }
}
