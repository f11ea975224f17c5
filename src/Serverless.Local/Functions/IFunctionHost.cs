namespace Serverless.Local.Functions;

/// <summary>What a function is made of, as CloudFormation's resource describes it after evaluation.</summary>
public sealed record FunctionConfiguration
{
    /// <summary>The function's name, unique in the local cloud.</summary>
    public required string Name { get; init; }

    /// <summary>The function's ARN without version.</summary>
    public required string Arn { get; init; }

    /// <summary>Lambda's runtime identifier, such as <c>dotnet10</c> or <c>provided.al2023</c>.</summary>
    public required string Runtime { get; init; }

    /// <summary>The handler as the template gives it.</summary>
    public required string Handler { get; init; }

    /// <summary>Absolute path of the code's zip.</summary>
    public required string CodePath { get; init; }

    /// <summary>Base64 SHA-256 of the zip, as Lambda reports it (<c>CodeSha256</c>).</summary>
    public required string CodeSha256 { get; init; }

    /// <summary><c>x86_64</c> or <c>arm64</c>.</summary>
    public string Architecture { get; init; } = "x86_64";

    /// <summary>Seconds an invocation may take; Lambda's default is 3.</summary>
    public int TimeoutSeconds { get; init; } = 3;

    /// <summary>Memory in MB; Lambda's default is 128.</summary>
    public int MemorySize { get; init; } = 128;

    /// <summary>Environment variables of the function's own.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>The log group that output goes to.</summary>
    public string LogGroup { get; init; } = "";

    /// <summary>The version this configuration is: <c>$LATEST</c>, or a number of a published one.</summary>
    public string Version { get; init; } = "$LATEST";

    /// <summary>Region reported to the function.</summary>
    public string Region { get; init; } = "us-east-1";
}

/// <summary>One call of a function.</summary>
/// <param name="FunctionName">Name, without ARN.</param>
/// <param name="Payload">The event's bytes.</param>
public sealed record InvocationRequest(string FunctionName, ReadOnlyMemory<byte> Payload)
{
    /// <summary>Version or alias; null means <c>$LATEST</c>.</summary>
    public string? Qualifier { get; init; }

    /// <summary>Decoded client context JSON; null when there is none.</summary>
    public string? ClientContext { get; init; }

    /// <summary>An X-Ray trace header to pass on; null makes a new one.</summary>
    public string? TraceId { get; init; }

    /// <summary>
    /// Whether <see cref="InvocationResult.LogTail"/> is wanted. Without it the answer is handed on some milliseconds earlier: a tail is
    /// complete only when the function has asked for its next event.
    /// </summary>
    public bool WantsLogTail { get; init; } = true;
}

/// <summary>How a call ended.</summary>
/// <param name="RequestId">The request id that the function saw.</param>
/// <param name="Payload">The answer, or the error JSON.</param>
/// <param name="FunctionError"><c>Unhandled</c> when the function failed; null when it answered.</param>
/// <param name="LogTail">The last 4 KB that the function wrote during the call, with Lambda's own lines; empty when it was not wanted.</param>
/// <param name="ExecutedVersion">The version that ran.</param>
public sealed record InvocationResult(string RequestId, ReadOnlyMemory<byte> Payload, string? FunctionError, string LogTail, string ExecutedVersion)
{
    /// <summary>
    /// Whether the function was never called, because too many invocations wait already. <see cref="FunctionError"/> is set too; Lambda
    /// answers such a call with 429 and <c>TooManyRequestsException</c>, which is what <see cref="Payload"/> holds.
    /// </summary>
    public bool IsThrottled { get; init; }

    /// <summary>
    /// Whether the function was never called, because the event is over 6 MB. <see cref="FunctionError"/> is set too; Lambda answers such a
    /// call with 413 and <c>RequestEntityTooLargeException</c>, which is what <see cref="Payload"/> holds.
    /// </summary>
    public bool IsRequestTooLarge { get; init; }

    /// <summary>Status and headers of a streamed HTTP response; null when the function answered in any other way. <see cref="Payload"/> is the body alone then.</summary>
    public StreamedHttpResponse? HttpResponse { get; init; }
}

/// <summary>What a function says of its HTTP response before it streams the body.</summary>
/// <param name="StatusCode">The HTTP status.</param>
/// <param name="Headers">Names and values; a name may come more than once.</param>
/// <param name="Cookies">Values for <c>Set-Cookie</c>.</param>
public sealed record StreamedHttpResponse(int StatusCode, IReadOnlyList<KeyValuePair<string, string>> Headers, IReadOnlyList<string> Cookies);

/// <summary>Runs functions, each in a process of its own.</summary>
public interface IFunctionHost
{
    /// <summary>Creates or replaces a function (or one of its published versions). A running process of an older configuration ends after its invocation; one of the same configuration stays.</summary>
    /// <exception cref="Diagnostics.DiagnosticException">The code cannot be used, or an environment variable is reserved.</exception>
    Task PutAsync(FunctionConfiguration configuration, CancellationToken cancellationToken);

    /// <summary>Names a version by an alias, or moves the alias.</summary>
    void PutAlias(string functionName, string alias, string version);

    /// <summary>Removes an alias; nothing happens when it does not exist.</summary>
    void RemoveAlias(string functionName, string alias);

    /// <summary>Removes one published version and ends its processes; nothing happens when it does not exist. A host may keep it until the function goes.</summary>
    Task RemoveVersionAsync(string functionName, string version, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Removes a function with its versions and aliases and ends its processes; nothing happens when it does not exist.</summary>
    Task RemoveAsync(string functionName, CancellationToken cancellationToken);

    /// <summary>The function's configuration, or null when there is no such function or qualifier.</summary>
    FunctionConfiguration? Find(string functionName, string? qualifier = null);

    /// <summary>Invokes a function that <see cref="Find"/> knows and waits for its answer. A failing function is a result, not an exception.</summary>
    /// <exception cref="KeyNotFoundException">There is no such function or qualifier.</exception>
    Task<InvocationResult> InvokeAsync(InvocationRequest request, CancellationToken cancellationToken);
}
