using System.Diagnostics;
using Serverless.Testing;

namespace Serverless.Benchmarks.Starting;

/// <summary>From the start of a function's process to its first response, against start to exit of an empty program published in the same way.</summary>
public static class FunctionStart
{
    private const int UsualRounds = 25;

    /// <summary>Times all compile modes that this machine can publish.</summary>
    public static async Task RunAsync(Measurement measurement)
    {
        var report = measurement.BeginComparison("Start of a function");
        using var folder = new TemporaryFolder();
        List<string> notes = ["Events come from a Runtime API of this program; the time ends when the response to the first one is complete."];
        foreach (var mode in CompileMode.All)
        {
            try
            {
                report.Add(await MeasureAsync(mode, measurement.RoundsOr(UsualRounds), folder.Path));
            }
            catch (PublishFailedException failed)
            {
                notes.Add($"{mode.Name} is not measured, because it cannot be published here: {failed.Message}");
            }
        }

        report.End(notes);
    }

    private static async Task<Comparison> MeasureAsync(CompileMode mode, int rounds, string folder)
    {
        using var last = new LastRun();
        var measured = await Rounds.RunAsync(
            rounds,
            [Gauge.Clock],
            [
                Contestant("empty program, to exit", "EmptyApp", StartToExit),
                Contestant("program that reads and writes JSON, to exit", "JsonApp", StartToExit),
                Contestant("function on streams, to first response", "EchoFunction", StartToResponse),
                Contestant("function on JSON types, to first response", "HelloFunction", StartToResponse),
            ]);
        return new(mode.Name, measured[0], Cpu: []);

        Contestant Contestant(string name, string program, Action<PublishedProgram, LastRun> run)
        {
            var published = PublishedProgram.Publish(Repository.Root, program, mode, folder);
            return new(name, () => Task.Run(() => run(published, last))) { PrepareAsync = () => Task.Run(last.Prepare) };
        }
    }

    private static void StartToExit(PublishedProgram program, LastRun run)
    {
        run.Process = program.Start("127.0.0.1:9");
        run.Process.WaitForExit();
    }

    private static void StartToResponse(PublishedProgram program, LastRun run)
    {
        run.Process = program.Start(run.Api.Address);
        run.Api.Serve(1);
    }

    /// <summary>The end of a function and the making of its Runtime API are not measured; both are over before the next program starts.</summary>
    private sealed class LastRun : IDisposable
    {
        public Process? Process { get; set; }

        public OneEventApi Api { get; private set; } = new();

        public void Prepare()
        {
            Dispose();
            Api = new();
        }

        public void Dispose()
        {
            Process?.Kill();
            Process?.WaitForExit();
            Process?.Dispose();
            Process = null;
            Api.Dispose();
        }
    }
}
