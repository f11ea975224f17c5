using System.Collections.Concurrent;
using System.Text;
using Serverless.Local.Functions;

namespace Serverless.Local.Cloud;

/// <summary>A function host without processes: functions answer with their event, their version and their environment's GREETING.</summary>
internal sealed class FakeFunctionHost : IFunctionHost
{
    public ConcurrentDictionary<string, FunctionConfiguration> Functions { get; } = new();

    public ConcurrentDictionary<string, string> Aliases { get; } = new();

    public ConcurrentQueue<InvocationRequest> Invocations { get; } = new();

    /// <summary>What the next PutAsync shall fail with.</summary>
    public Func<FunctionConfiguration, Exception?> Fault { get; set; } = _ => null;

    public Task PutAsync(FunctionConfiguration configuration, CancellationToken cancellationToken)
    {
        if (Fault(configuration) is { } fault)
        {
            throw fault;
        }

        Functions[$"{configuration.Name}:{configuration.Version}"] = configuration;
        return Task.CompletedTask;
    }

    public void PutAlias(string functionName, string alias, string version) => Aliases[$"{functionName}:{alias}"] = version;

    public void RemoveAlias(string functionName, string alias) => Aliases.TryRemove($"{functionName}:{alias}", out _);

    public Task RemoveAsync(string functionName, CancellationToken cancellationToken)
    {
        foreach (var key in Functions.Keys.Where(key => key.StartsWith($"{functionName}:", StringComparison.Ordinal)))
        {
            Functions.TryRemove(key, out _);
        }

        return Task.CompletedTask;
    }

    public FunctionConfiguration? Find(string functionName, string? qualifier = null) =>
        Functions.GetValueOrDefault($"{functionName}:{Aliases.GetValueOrDefault($"{functionName}:{qualifier}", qualifier ?? "$LATEST")}");

    public Task<InvocationResult> InvokeAsync(InvocationRequest request, CancellationToken cancellationToken)
    {
        Invocations.Enqueue(request);
        var configuration = Find(request.FunctionName, request.Qualifier) ?? throw new KeyNotFoundException(request.FunctionName);
        var text = Encoding.UTF8.GetString(request.Payload.Span);
        var fails = text.Contains("boom", StringComparison.Ordinal);
        var answer = fails
            ? """{"errorType":"InvalidOperationException","errorMessage":"boom!"}"""
            : $$"""{"event":{{text}},"greeting":"{{configuration.Environment.GetValueOrDefault("GREETING")}}"}""";
        return Task.FromResult(new InvocationResult(Guid.NewGuid().ToString(), Encoding.UTF8.GetBytes(answer), fails ? "Unhandled" : null, "a line of log\n", configuration.Version));
    }
}
