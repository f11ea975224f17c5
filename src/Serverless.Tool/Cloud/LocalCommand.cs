using System.CommandLine;

namespace Serverless.Tool.Cloud;

/// <summary><c>local start</c>, <c>stop</c> and <c>status</c>: the local cloud in the background; <c>local serve</c>: in this terminal.</summary>
internal static class LocalCommand
{
    public static Command Create() => new("local", "The local cloud: S3, CloudFormation, STS, Lambda and HTTP APIs on this machine alone.")
    {
        Start(),
        Stop(),
        Status(),
        Serve(),
    };

    private static Command Start()
    {
        var (port, output) = (PortOption(), OutputOption.Create());
        var command = new Command("start", "Starts the local cloud in the background, unless it is running. Example: dotnet serverless local start --port 4599") { port, output };
        command.SetAction((parsed, cancellationToken) =>
        {
            var format = parsed.GetValue(output);
            return CommandLine.GuardAsync(format, async () => LocalReport.Write(await RunningCloud.StartAsync(LocalFolders.Home, parsed.GetValue(port), cancellationToken), format), cancellationToken);
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
            return CommandLine.GuardAsync(format, async () => LocalReport.WriteStopped(await RunningCloud.StopAsync(LocalFolders.Home, cancellationToken), format), cancellationToken);
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
        var (port, output) = (PortOption(), OutputOption.Create());
        var background = new Option<bool>("--background") { Hidden = true };
        var command = new Command("serve", "Runs the local cloud in this terminal, with the functions' output, until Ctrl-C.") { port, output, background };
        command.SetAction((parsed, cancellationToken) => CommandLine.GuardAsync(
            parsed.GetValue(output),
            () => CloudServer.RunAsync(new(LocalFolders.Home, parsed.GetValue(port), parsed.GetValue(background)), cancellationToken),
            cancellationToken));
        return command;
    }

    private static Option<int> PortOption() => new("--port") { Description = "Port on 127.0.0.1; 0 takes the last one again, or a free one.", DefaultValueFactory = _ => 0 };
}
