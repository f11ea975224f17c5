using System.Text;
using Serverless.Testing;

namespace Serverless.Sdk.Tests;

/// <summary>Starts a packaged function as Lambda does, beside a Runtime API with one event for it.</summary>
/// <param name="Folder">Absolute path of the folder with the function's files, where it starts.</param>
/// <param name="Program">Name or path of what is started.</param>
/// <param name="Arguments">Its arguments.</param>
internal sealed record StartedFunction(string Folder, string Program, params string[] Arguments)
{
    private const string Nobody = "65534";

    /// <summary>Why no function can be started here as another user; null when it can.</summary>
    public static string? CannotChangeUser =>
        OutsideProgram.Find("setpriv") is null ? "setpriv is not installed" : Environment.IsPrivilegedProcess ? null : "only root can start a program as another user";

    /// <summary>The same function as a user who owns none of its files.</summary>
    public StartedFunction AsAnotherUser => this with { Program = "setpriv", Arguments = [$"--reuid={Nobody}", $"--regid={Nobody}", "--clear-groups", Program, .. Arguments] };

    /// <summary>What the function answers to an event; fails when it ends before.</summary>
    public async Task<string> AnswerAsync(string happening)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var (answer, polls) = (new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously), 0);
        using var api = new LoopbackHttp(request => request switch
        {
            { Method: "POST" } => Take(request),
            _ when Interlocked.Increment(ref polls) == 1 => Event(happening),
            _ => new(LoopbackReply.Silence, default),
        });
        var running = OutsideProgram.RunAsync(Program, Arguments, Folder, Variables(api.Port), stop.Token);
        if (await Task.WhenAny(answer.Task, running) == running)
        {
            Assert.Fail((await running).All);
        }

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        return await answer.Task;

        LoopbackReply Take(LoopbackRequest request)
        {
            answer.TrySetResult($"{request.Target.Split('/')[^1]}: {Encoding.UTF8.GetString(request.Body)}");
            return new(202, default);
        }
    }

    private static LoopbackReply Event(string happening) => new(
        200,
        Encoding.UTF8.GetBytes(happening),
        ("Content-Type", "application/json"),
        ("Lambda-Runtime-Aws-Request-Id", "8476a536-e9f4-11e8-9739-2dfe598c3fcd"),
        ("Lambda-Runtime-Deadline-Ms", DateTimeOffset.UtcNow.AddMinutes(1).ToUnixTimeMilliseconds().ToString(System.Globalization.CultureInfo.InvariantCulture)),
        ("Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:eu-west-1:123456789012:function:hello"));

    private Dictionary<string, string?> Variables(int port) => new()
    {
        ["AWS_LAMBDA_RUNTIME_API"] = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"127.0.0.1:{port}"),
        ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"] = "512",
        ["AWS_LAMBDA_FUNCTION_NAME"] = "hello",
        ["LAMBDA_TASK_ROOT"] = Folder,
        ["_HANDLER"] = "app",
        ["HOME"] = "/",
    };
}
