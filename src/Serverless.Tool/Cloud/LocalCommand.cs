using System.CommandLine;
using System.Globalization;

namespace Serverless.Tool.Cloud;

/// <summary><c>local start</c>, <c>stop</c> and <c>status</c>: the local cloud in the background; <c>local serve</c>: in this terminal.</summary>
internal static class LocalCommand
{
    private const int LongestSettle = 3600;

    private static readonly Option<bool> Background = new("--background") { Hidden = true };

    /// <summary>Whether a command line is that of the background process, which belongs to no terminal.</summary>
    public static bool IsBackground(ParseResult parsed) => parsed.GetResult(Background) is { Implicit: false };

    /// <summary>What <c>local serve</c> needs to be the background process of a <c>local start</c>. It complains in a form that its starter can pass on.</summary>
    public static IEnumerable<string> Arguments(ServerOptions options) =>
    [
        Background.Name,
        "--port", options.Port.ToString(CultureInfo.InvariantCulture),
        "--settle", options.Settle.TotalSeconds.ToString(CultureInfo.InvariantCulture),
        "--output", nameof(OutputFormat.Json),
    ];

    public static Command Create() => new("local", "The local cloud: S3, CloudFormation, STS, Lambda and HTTP APIs on this machine alone.")
    {
        Start(),
        Stop(),
        Status(),
        Serve(),
    };

    private static Command Start()
    {
        var (port, settle, output) = (PortOption(), SettleOption(), OutputOption.Create());
        var command = new Command("start", "Starts the local cloud in the background, unless it is running. Example: dotnet serverless local start --port 4599") { port, settle, output };
        command.SetAction((parsed, cancellationToken) =>
        {
            var format = parsed.GetValue(output);
            return CommandLine.GuardAsync(format, async () => LocalReport.Write(await RunningCloud.StartAsync(Options(parsed, port, settle), cancellationToken), format), cancellationToken);
        });
        return command;
    }

    private static Command Stop()
    {
        var output = OutputOption.Create();
        var command = new Command("stop", "Stops the local cloud and its functions; stacks are there again when it is started.") { output };
        command.SetAction((parsed, cancellationToken) =>
        {
            var format = parsed.GetValue(output);
            return CommandLine.GuardAsync(format, async () => LocalReport.WriteStopped(await RunningCloud.StopAsync(LocalFolders.Home, RunningCloud.Patience, cancellationToken), format), cancellationToken);
        });
        return command;
    }

    private static Command Status()
    {
        var output = OutputOption.Create();
        var command = new Command("status", "Shows whether the local cloud is running, and its stacks, functions and URLs.") { output };
        command.SetAction((parsed, cancellationToken) =>
        {
            var format = parsed.GetValue(output);
            return CommandLine.GuardAsync(format, async () => LocalReport.Write(await RunningCloud.FindAsync(LocalFolders.Home, cancellationToken), format), cancellationToken);
        });
        return command;
    }

    private static Command Serve()
    {
        var (port, settle, output) = (PortOption(), SettleOption(), OutputOption.Create());
        var command = new Command("serve", "Runs the local cloud in this terminal, with the functions' output, until Ctrl-C.") { port, settle, output, Background };
        command.SetAction((parsed, cancellationToken) => CommandLine.GuardAsync(
            parsed.GetValue(output),
            () => CloudServer.RunAsync(Options(parsed, port, settle), cancellationToken),
            cancellationToken));
        return command;
    }

    private static ServerOptions Options(ParseResult parsed, Option<int> port, Option<int> settle) =>
        new(LocalFolders.Home, parsed.GetValue(port), TimeSpan.FromSeconds(parsed.GetValue(settle)), IsBackground(parsed));

    private static Option<int> PortOption() => Number("--port", "Port on 127.0.0.1; 0 takes the last one again, or a free one.", ushort.MaxValue);

    private static Option<int> SettleOption() => Number("--settle", "Seconds that a request which starts work on a stack waits for its end; spares aws-cli its 30 seconds between questions.", LongestSettle);

    private static Option<int> Number(string name, string description, int most)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => 0 };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && (!int.TryParse(token.Value, CultureInfo.InvariantCulture, out var number) || number < 0 || number > most))
            {
                result.AddError(string.Create(CultureInfo.InvariantCulture, $"{name} is a number from 0 to {most}, not '{token.Value}'."));
            }
        });
        return option;
    }
}
