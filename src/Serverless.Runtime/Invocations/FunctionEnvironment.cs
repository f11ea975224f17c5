using Serverless.Messages;

namespace Serverless.Invocations;

/// <summary>What Lambda says about the function in environment variables; read once.</summary>
internal sealed class FunctionEnvironment
{
    internal string? RuntimeApi { get; init; }
    internal string FunctionName { get; init; } = "";
    internal string FunctionVersion { get; init; } = "";
    internal string? MemorySize { get; init; }
    internal string LogGroupName { get; init; } = "";
    internal string LogStreamName { get; init; } = "";
    internal bool IsSnapStart { get; init; }

    /// <summary>How many events this process may handle at a time; 1 unless AWS_LAMBDA_MAX_CONCURRENCY says otherwise.</summary>
    internal int Concurrency { get; init; } = 1;

    /// <summary>The memory size as a number of megabytes; 0 when it is unknown.</summary>
    internal int MemoryLimitInMegabytes => Number(MemorySize) ?? 0;

    internal static FunctionEnvironment Read(Func<string, string?> variable) => new()
    {
        RuntimeApi = variable("AWS_LAMBDA_RUNTIME_API"),
        FunctionName = variable("AWS_LAMBDA_FUNCTION_NAME") ?? "",
        FunctionVersion = variable("AWS_LAMBDA_FUNCTION_VERSION") ?? "",
        MemorySize = variable("AWS_LAMBDA_FUNCTION_MEMORY_SIZE"),
        LogGroupName = variable("AWS_LAMBDA_LOG_GROUP_NAME") ?? "",
        LogStreamName = variable("AWS_LAMBDA_LOG_STREAM_NAME") ?? "",
        IsSnapStart = variable("AWS_LAMBDA_INITIALIZATION_TYPE") == "snap-start",
        Concurrency = Math.Clamp(Number(variable("AWS_LAMBDA_MAX_CONCURRENCY")) ?? 1, 1, 1024),
    };

    private static int? Number(string? text) => Digits.TryRead(text, out var number) ? number : null;
}
