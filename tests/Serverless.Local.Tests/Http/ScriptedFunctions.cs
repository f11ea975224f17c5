using System.Collections.Concurrent;
using System.Text;
using Serverless.Local.Functions;

namespace Serverless.Local.Tests.Http;

/// <summary>Functions without processes: each call is recorded and answered by the test.</summary>
internal sealed class ScriptedFunctions(Func<InvocationRequest, Task<InvocationResult>> answer) : IFunctionHost
{
    public ScriptedFunctions(string payload)
        : this(_ => Task.FromResult(Answer(payload)))
    {
    }

    public ConcurrentQueue<(InvocationRequest Request, string Event)> Calls { get; } = [];

    public static InvocationResult Answer(string payload, string? error = null) =>
        new(Guid.NewGuid().ToString(), Encoding.UTF8.GetBytes(payload), error, "", "$LATEST");

    public Task PutAsync(FunctionConfiguration configuration, CancellationToken cancellationToken) => Task.CompletedTask;

    public void PutAlias(string functionName, string alias, string version) => Calls.Clear();

    public void RemoveAlias(string functionName, string alias) => Calls.Clear();

    public Task RemoveAsync(string functionName, CancellationToken cancellationToken) => Task.CompletedTask;

    public FunctionConfiguration? Find(string functionName, string? qualifier = null) => null;

    public Task<InvocationResult> InvokeAsync(InvocationRequest request, CancellationToken cancellationToken)
    {
        Calls.Enqueue((request, Encoding.UTF8.GetString(request.Payload.Span)));
        return answer(request);
    }
}
