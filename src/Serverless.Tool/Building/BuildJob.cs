using System.Diagnostics;
using System.Runtime.CompilerServices;
using Serverless.Diagnostics;

namespace Serverless.Tool.Building;

/// <summary>Builds with a display, and writes the result.</summary>
internal static class BuildJob
{
    /// <returns>The exit code.</returns>
    /// <exception cref="DiagnosticException">There is no fitting .NET SDK.</exception>
    /// <exception cref="OperationCanceledException">The user ended it.</exception>
    public static async Task<int> RunAsync(BuildRequest request, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        MSBuildRegistration.Register(Path.GetDirectoryName(request.ProjectPath)!);
        var output = Console.Out;
        // A task that writes to the console would write into the answer.
        Console.SetOut(Console.Error);
        var tracker = new BuildTracker();
        BuiltProject built;
        await using (var display = Display(request, Environment.CurrentDirectory))
        {
            tracker.Changed = display.Show;
            built = await Task.Run(() => Build(request, tracker.Report, cancellationToken), CancellationToken.None);
        }

        if (cancellationToken.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync("Cancelled.");
            throw new OperationCanceledException(cancellationToken);
        }

        Write(new(request, built, tracker.State, Stopwatch.GetElapsedTime(started)), output);
        return built.Succeeded ? ExitCodes.Done : ExitCodes.Failed;
    }

    // The first method that mentions MSBuild.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static BuiltProject Build(BuildRequest request, Action<BuildEvent> report, CancellationToken cancellationToken)
    {
        try
        {
            return new ProjectBuild(request, report).Run(cancellationToken);
        }
        catch (DiagnosticException exception)
        {
            foreach (var diagnostic in exception.Diagnostics)
            {
                report(new Complained(default, diagnostic));
            }

            return new(false);
        }
    }

    private static IBuildDisplay Display(BuildRequest request, string folder) =>
        request.Verbosity != BuildVerbosity.Quiet && Terminal.IsLive ? new LiveProgress(Terminal.Open(), folder) : new PlainProgress(Console.Error, request.Verbosity != BuildVerbosity.Quiet);

    private static void Write(BuildReport report, TextWriter output)
    {
        if (!report.Built.Succeeded)
        {
            Console.Error.WriteLine(report.Failure);
        }

        if (report.Request.Format == OutputFormat.Json)
        {
            output.WriteLine(report.Json());
        }
        else if (report.Built.Succeeded && report.Request.Verbosity != BuildVerbosity.Quiet)
        {
            output.WriteLine(string.Join(Environment.NewLine, report.Lines()));
        }
    }
}
