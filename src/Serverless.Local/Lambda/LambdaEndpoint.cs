using System.Buffers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Serverless.Local.CloudFormation;
using Serverless.Local.Front;
using Serverless.Local.Functions;
using Serverless.Local.Resources.Lambda;

namespace Serverless.Local.Lambda;

/// <summary>Lambda's REST API: invocations and the reads that tools make of functions.</summary>
internal sealed class LambdaEndpoint(IFunctionHost functions, StackEngine stacks, string account, string region)
{
    /// <summary>Where the API's paths begin.</summary>
    public const string Root = "/2015-03-31/functions";

    private const int LargestRequest = 6 * 1024 * 1024;
    private const int LargestEvent = 1024 * 1024;

    /// <summary>Serves a request.</summary>
    public async Task ServeAsync(AwsRequest request)
    {
        request.Context.Response.Headers["x-amzn-RequestId"] = request.RequestId;
        try
        {
            await RouteAsync(request);
        }
        catch (LambdaException refusal) when (!request.Context.Response.HasStarted)
        {
            await request.DrainAsync();
            request.Context.Response.Headers["x-amzn-ErrorType"] = refusal.Code;
            await WriteAsync(request, refusal.Status, writer =>
            {
                writer.WriteString("Type", "User");
                writer.WriteString("Message", refusal.Message);
            });
        }
    }

    private Task RouteAsync(AwsRequest request)
    {
        var rest = request.RawPath.StartsWith(Root, StringComparison.Ordinal) ? request.RawPath[Root.Length..].Trim('/') : throw Unknown(request);
        var parts = rest.Split('/');
        var function = FunctionReference.Parse(Uri.UnescapeDataString(parts[0]));
        var named = function with { Qualifier = request.Query("Qualifier") ?? function.Qualifier };
        return (request.Method, parts) switch
        {
            ("GET", [""]) => ListAsync(request),
            ("GET", [_]) => GetAsync(request, named),
            ("GET", [_, "configuration"]) => WriteAsync(request, 200, writer => Describe(writer, Find(named))),
            ("POST", [_, "invocations"]) => InvokeAsync(request, named),
            _ => throw Unknown(request),
        };
    }

    private async Task InvokeAsync(AwsRequest request, FunctionReference named)
    {
        var configuration = Find(named);
        var type = request.Header("X-Amz-Invocation-Type") ?? "RequestResponse";
        var payload = await ReadAsync(request, type == "Event" ? LargestEvent : LargestRequest);
        CheckJson(payload);
        var response = request.Context.Response;
        var invocation = new InvocationRequest(named.Name, payload)
        {
            Qualifier = named.Qualifier,
            ClientContext = ClientContext(request),
            TraceId = request.Header("X-Amzn-Trace-Id"),
            WantsLogTail = request.Header("X-Amz-Log-Type") == "Tail",
        };
        switch (type)
        {
            case "DryRun":
                response.StatusCode = 204;
                return;
            case "Event":
                _ = Task.Run(() => InvokeLaterAsync(invocation), CancellationToken.None);
                response.StatusCode = 202;
                response.ContentLength = 0;
                return;
            case "RequestResponse":
                break;
            default:
                throw new LambdaException(400, "InvalidParameterValueException", $"Unsupported invocation type {type}");
        }

        var result = await functions.InvokeAsync(invocation, request.Aborted);
        if (result.IsThrottled)
        {
            throw new LambdaException(429, "TooManyRequestsException", "Rate Exceeded.");
        }

        response.Headers["x-amzn-RequestId"] = result.RequestId;
        response.Headers["X-Amz-Executed-Version"] = result.ExecutedVersion.Length > 0 ? result.ExecutedVersion : configuration.Version;
        if (result.FunctionError is { } error)
        {
            response.Headers["X-Amz-Function-Error"] = error;
        }

        if (request.Header("X-Amz-Log-Type") == "Tail")
        {
            response.Headers["X-Amz-Log-Result"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(result.LogTail));
        }

        response.ContentType = "application/json";
        response.ContentLength = result.Payload.Length;
        await response.Body.WriteAsync(result.Payload, request.Aborted);
    }

    // Nobody waits for an asynchronous invocation; what fails is in the function's log. It is not tried again here.
    private async Task InvokeLaterAsync(InvocationRequest invocation)
    {
        try
        {
            await functions.InvokeAsync(invocation, stacks.Operations.Stopping);
        }
        catch (Exception failure) when (failure is OperationCanceledException or KeyNotFoundException or ObjectDisposedException)
        {
        }
    }

    private Task ListAsync(AwsRequest request) => WriteAsync(request, 200, writer =>
    {
        writer.WriteStartArray("Functions");
        foreach (var configuration in All())
        {
            writer.WriteStartObject();
            Describe(writer, configuration);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    });

    private Task GetAsync(AwsRequest request, FunctionReference named)
    {
        var configuration = Find(named);
        return WriteAsync(request, 200, writer =>
        {
            writer.WriteStartObject("Configuration");
            Describe(writer, configuration);
            writer.WriteEndObject();
            writer.WriteStartObject("Code");
            writer.WriteString("RepositoryType", "S3");
            writer.WriteString("Location", new Uri(configuration.CodePath).AbsoluteUri);
            writer.WriteEndObject();
        });
    }

    private IEnumerable<FunctionConfiguration> All() =>
        from stack in stacks.Store.All
        where stack.Record.Deleted is null
        from resource in stack.Record.Resources
        where resource.ResourceType == "AWS::Lambda::Function" && resource.PhysicalId is not null
        let configuration = functions.Find(resource.PhysicalId!)
        where configuration is not null
        orderby configuration.Name
        select configuration;

    private FunctionConfiguration Find(FunctionReference named) => functions.Find(named.Name, named.Qualifier) ?? throw new LambdaException(
        404, "ResourceNotFoundException", $"Function not found: arn:aws:lambda:{region}:{account}:function:{named.Name}{(named.Qualifier is null ? "" : $":{named.Qualifier}")}");

    private static LambdaException Unknown(AwsRequest request) =>
        new(501, "UnsupportedOperationException", $"{request.Method} {request.RawPath} is not emulated by the local cloud.");

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(AwsRequest request, int limit)
    {
        using var buffer = new MemoryStream();
        var chunk = ArrayPool<byte>.Shared.Rent(64 * 1024);
        try
        {
            for (int count; (count = await request.Context.Request.Body.ReadAsync(chunk, request.Aborted)) > 0;)
            {
                buffer.Write(chunk, 0, count);
                if (buffer.Length > limit)
                {
                    throw new LambdaException(413, "RequestTooLargeException", $"Request must be smaller than {limit} bytes for the InvokeFunction operation");
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk);
        }

        // No payload at all is an empty object to the function.
        return buffer.Length == 0 ? "{}"u8.ToArray() : buffer.ToArray();
    }

    private static void CheckJson(ReadOnlyMemory<byte> payload)
    {
        try
        {
            var reader = new Utf8JsonReader(payload.Span);
            while (reader.Read())
            {
            }
        }
        catch (JsonException failure)
        {
            throw new LambdaException(400, "InvalidRequestContentException", $"Could not parse request body into json: {failure.Message}");
        }
    }

    private static string? ClientContext(AwsRequest request)
    {
        try
        {
            return request.Header("X-Amz-Client-Context") is { Length: > 0 } encoded ? Encoding.UTF8.GetString(Convert.FromBase64String(encoded)) : null;
        }
        catch (FormatException)
        {
            throw new LambdaException(400, "InvalidRequestContentException", "Client context must be a valid Base64-encoded JSON object.");
        }
    }

    private static void Describe(Utf8JsonWriter writer, FunctionConfiguration configuration)
    {
        writer.WriteString("FunctionName", configuration.Name);
        writer.WriteString("FunctionArn", configuration.Version == "$LATEST" ? configuration.Arn : $"{configuration.Arn}:{configuration.Version}");
        writer.WriteString("Runtime", configuration.Runtime);
        writer.WriteString("Handler", configuration.Handler);
        writer.WriteNumber("CodeSize", File.Exists(configuration.CodePath) ? new FileInfo(configuration.CodePath).Length : 0);
        writer.WriteString("CodeSha256", configuration.CodeSha256);
        writer.WriteNumber("Timeout", configuration.TimeoutSeconds);
        writer.WriteNumber("MemorySize", configuration.MemorySize);
        writer.WriteString("Version", configuration.Version);
        writer.WriteString("PackageType", "Zip");
        writer.WriteString("State", "Active");
        writer.WriteString("LastUpdateStatus", "Successful");
        writer.WriteStartArray("Architectures");
        writer.WriteStringValue(configuration.Architecture);
        writer.WriteEndArray();
        writer.WriteStartObject("LoggingConfig");
        writer.WriteString("LogFormat", "Text");
        writer.WriteString("LogGroup", configuration.LogGroup);
        writer.WriteEndObject();
        if (configuration.Environment.Count > 0)
        {
            writer.WriteStartObject("Environment");
            writer.WriteStartObject("Variables");
            foreach (var (name, value) in configuration.Environment)
            {
                writer.WriteString(name, value);
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }
    }

    private static async Task WriteAsync(AwsRequest request, int status, Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        await using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }

        var response = request.Context.Response;
        response.StatusCode = status;
        response.ContentType = "application/json";
        response.ContentLength = buffer.Length;
        await response.Body.WriteAsync(buffer.GetBuffer().AsMemory(0, (int)buffer.Length), request.Aborted);
    }
}

/// <summary>A refusal of Lambda's API.</summary>
internal sealed class LambdaException(int status, string code, string message) : Exception(message)
{
    /// <summary>The HTTP status.</summary>
    public int Status { get; } = status;

    /// <summary>Lambda's error code.</summary>
    public string Code { get; } = code;
}
