using Serverless.Messages;
using Serverless.RuntimeApi;

namespace Serverless.Invocations;

internal static class ContextReader
{
    /// <summary>Makes the context of the event that the client has just received.</summary>
    internal static InvocationContext Read(RuntimeApiClient client, Surroundings surroundings)
    {
        var (response, environment) = (client.Response, surroundings.Environment);
        return new InvocationContext
        {
            RequestId = client.RequestId,
            Deadline = Deadline(response.HeaderBytes("Lambda-Runtime-Deadline-Ms"u8)),
            InvokedFunctionArn = response.Header("Lambda-Runtime-Invoked-Function-Arn"u8) ?? "",
            TraceId = response.Header("Lambda-Runtime-Trace-Id"u8),
            ClientContextJson = response.Header("Lambda-Runtime-Client-Context"u8),
            CognitoIdentityJson = response.Header("Lambda-Runtime-Cognito-Identity"u8),
            TenantId = response.Header("Lambda-Runtime-Aws-Tenant-Id"u8),
            FunctionName = environment.FunctionName,
            FunctionVersion = environment.FunctionVersion,
            MemoryLimitInMegabytes = environment.MemoryLimitInMegabytes,
            LogGroupName = environment.LogGroupName,
            LogStreamName = environment.LogStreamName,
            LogWriter = surroundings.Log,
            Time = surroundings.Time,
        };
    }

    /// <summary>Milliseconds since 1970; what is missing or makes no sense is no deadline.</summary>
    private static DateTimeOffset Deadline(ReadOnlySpan<byte> header) =>
        Digits.TryRead(header, out long milliseconds) && milliseconds is > 0 and < 253_402_300_800_000
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            : DateTimeOffset.MaxValue;
}
