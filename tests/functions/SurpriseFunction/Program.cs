using System.Globalization;
using System.Text;
using System.Text.Json.Serialization;
using Serverless;

Func<Stream, InvocationContext, Task<Stream>> handler = args[0] switch
{
    "echo" => (input, _) => Task.FromResult(input),
    "slow" => async (input, _) =>
    {
        Console.WriteLine("working");
        await Task.Delay(1000);
        return input;
    },
    "trace" => (_, _) => Task.FromResult(Text(Environment.GetEnvironmentVariable("_X_AMZN_TRACE_ID") ?? "none")),
    "other-thread" => (_, _) =>
    {
        new Thread(() => throw new InvalidOperationException("thrown on a thread of its own")).Start();
        return new TaskCompletionSource<Stream>().Task;
    },
    "unobserved" => (_, _) =>
    {
        Forget();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return Task.FromResult(Stream.Null);
    },
    "static-constructor" => (_, _) => Task.FromResult(Text(Broken.Value)),
    "memory" => (_, _) =>
    {
        var hoard = new List<byte[]>();
        while (true)
        {
            hoard.Add(new byte[16 * 1024 * 1024]);
        }
    },
    "memory-limit" => (_, _) => Task.FromResult(Text(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes.ToString(CultureInfo.InvariantCulture))),
    "stuck" => (_, _) =>
    {
        Thread.Sleep(Timeout.Infinite);
        return Task.FromResult(Stream.Null);
    },
    _ => (_, _) => throw new ArgumentException($"no such surprise: {args[0]}"),
};

switch (args[0])
{
    case "init-error":
        await ServerlessFunction.RunAsync(InitializeAsync);
        break;
    case "null-handler":
        await ServerlessFunction.RunAsync((Func<Stream, InvocationContext, Task<Stream>>)null!);
        break;
    case "from-the-pool":
        await Task.Delay(1);
        await ServerlessFunction.RunAsync((input, _) => Task.FromResult(input));
        break;
    case "json":
        await ServerlessFunction.RunAsync(
            (number, context) => Task.FromResult(new Answer(number.Value * 2, context.FunctionName)), SurpriseJson.Default.Number, SurpriseJson.Default.Answer);
        break;
    case "json-synchronous":
        await ServerlessFunction.RunAsync(
            (number, context) => new Answer(number.Value * 2, context.FunctionName), SurpriseJson.Default.Number, SurpriseJson.Default.Answer);
        break;
    case "json-alone":
        return await ServerlessFunction.RunAsync(
            (Number number) => Task.FromResult(new Answer(number.Value * 2, "none")), SurpriseJson.Default.Number, SurpriseJson.Default.Answer);
    case "json-synchronous-alone":
        return await ServerlessFunction.RunAsync(
            (Number number) => new Answer(number.Value * 2, "none"), SurpriseJson.Default.Number, SurpriseJson.Default.Answer);
    case "method":
        return await ServerlessFunction.RunAsync(Methods.HandleAsync, SurpriseJson.Default.Number, SurpriseJson.Default.Answer);
    case "json-sink":
        await ServerlessFunction.RunAsync((number, _) => Console.Out.WriteLineAsync($"got {number.Value}"), SurpriseJson.Default.Number);
        break;
    case "json-initialized":
        await ServerlessFunction.RunAsync(
            async () =>
            {
                await Task.Delay(1);
                return (number, context) => Task.FromResult(new Answer(number.Value * 2, context.FunctionName));
            },
            SurpriseJson.Default.Number,
            SurpriseJson.Default.Answer);
        break;
    case "streaming":
        await ServerlessFunction.RunStreamingAsync((input, output, _) => input.CopyToAsync(output));
        break;
    case "json-streaming":
        await ServerlessFunction.RunStreamingAsync(
            async (number, output, _) => await output.WriteAsync(Encoding.UTF8.GetBytes($"{number.Value * 2}")), SurpriseJson.Default.Number);
        break;
    default:
        await ServerlessFunction.RunAsync(handler);
        break;
}

Console.WriteLine("after the run");
return Environment.ExitCode;

static Stream Text(string text) => new MemoryStream(Encoding.UTF8.GetBytes(text));

static void Forget() => Task.Run(() => throw new InvalidOperationException("thrown in a task that nobody awaits")).ContinueWith(_ => { }).Wait();

static async Task<Func<Stream, InvocationContext, Task<Stream>>> InitializeAsync()
{
    await Task.Delay(1);
    throw new InvalidOperationException("the database is not there", new TimeoutException("5 s"));
}

internal static class Methods
{
    internal static Task<Answer> HandleAsync(Number number, InvocationContext context) => Task.FromResult(new Answer(number.Value * 2, context.FunctionName));
}

internal static class Broken
{
    internal static readonly string Value = int.Parse("not a number", CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture);
}

internal sealed record Number(int Value);

internal sealed record Answer(int Value, string FunctionName);

[JsonSerializable(typeof(Number))]
[JsonSerializable(typeof(Answer))]
internal sealed partial class SurpriseJson : JsonSerializerContext;
