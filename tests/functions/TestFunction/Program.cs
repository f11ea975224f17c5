using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace TestFunction;

/// <summary>
/// A function that does what its event says: <c>{"do":"echo"}</c> and so on. It speaks the Runtime API with a few lines of its own, so
/// that tests of the function host do not depend on the runtime client that they are meant to prove.
/// </summary>
internal static class Program
{
    private static int _count;

    private static int Main()
    {
        switch (Environment.GetEnvironmentVariable("INIT"))
        {
            case "exit":
                Console.Error.WriteLine("giving up before the first event");
                return 3;
            case "error":
                return ReportInitError();
            case "hang":
                Thread.Sleep(Timeout.Infinite);
                break;
        }

        using var api = new RuntimeApi();
        while (true)
        {
            var invocation = api.Next();
            try
            {
                api.Post($"invocation/{invocation.RequestId}/response", Handle(invocation));
            }
            catch (InvalidOperationException exception)
            {
                api.Post($"invocation/{invocation.RequestId}/error", Error(exception), $"Lambda-Runtime-Function-Error-Type: {exception.GetType().Name}\r\n");
            }
        }
    }

    private static byte[] Handle(Event invocation)
    {
        _count++;
        using var document = TryParse(invocation.Body);
        var command = document?.RootElement is { ValueKind: JsonValueKind.Object } root ? root : default;
        switch (command.ValueKind == JsonValueKind.Object && command.TryGetProperty("do", out var what) ? what.GetString() : "echo")
        {
            case "count":
                return Encoding.UTF8.GetBytes($$"""{"count":{{_count}},"process":{{Environment.ProcessId}}}""");
            case "environment":
                return Encoding.UTF8.GetBytes("{" + string.Join(",", Environment.GetEnvironmentVariables().Keys.Cast<string>().Select(name => $"{Quote(name)}:{Quote(Environment.GetEnvironmentVariable(name)!)}")) + "}");
            case "headers":
                return Encoding.UTF8.GetBytes("{" + string.Join(",", invocation.Headers.Select(header => $"{Quote(header.Key)}:{Quote(header.Value)}")) + "}");
            case "limit":
                return Encoding.UTF8.GetBytes($$"""{"limit":{{GC.GetGCMemoryInfo().TotalAvailableMemoryBytes}}}""");
            case "say":
                Console.WriteLine(command.GetProperty("text").GetString());
                Console.Error.WriteLine("and to the error output");
                return "null"u8.ToArray();
            case "throw":
                throw new InvalidOperationException("thrown on purpose");
            case "exit":
                Environment.Exit(command.GetProperty("code").GetInt32());
                break;
            case "kill":
                Process.GetCurrentProcess().Kill();
                break;
            case "sleep":
                Thread.Sleep(command.GetProperty("milliseconds").GetInt32());
                break;
            case "spawn":
                using (var child = Process.Start(new ProcessStartInfo("sleep", ["600"]))!)
                {
                    return Encoding.UTF8.GetBytes($$"""{"process":{{child.Id}}}""");
                }
        }

        return invocation.Body;
    }

    private static int ReportInitError()
    {
        using var api = new RuntimeApi();
        api.Post("init/error", Error(new InvalidOperationException("the constructor failed")));
        return 1;
    }

    private static byte[] Error(Exception exception) =>
        Encoding.UTF8.GetBytes($$"""{"errorType":{{Quote(exception.GetType().Name)}},"errorMessage":{{Quote(exception.Message)}}}""");

    private static JsonDocument? TryParse(byte[] body)
    {
        if (body.Length == 0 || body[0] != (byte)'{')
        {
            return null;
        }

        try
        {
            return JsonDocument.Parse(body);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Quote(string text) => "\"" + JsonEncodedText.Encode(text) + "\"";
}
