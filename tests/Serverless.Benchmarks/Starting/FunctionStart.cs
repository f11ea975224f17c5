using System.Diagnostics;
using Serverless.Testing;

namespace Serverless.Benchmarks.Starting;

/// <summary>From the start of a function's process to its first response, against start to exit of an empty program published in the same way.</summary>
public static class FunctionStart
{
    private const int Runs = 25;

    /// <summary>Times all compile modes that this machine can publish.</summary>
    public static async Task<Report> RunAsync()
    {
        using var folder = new TemporaryFolder();
        List<Comparison> all = [];
        List<string> notes = ["Events come from a Runtime API of this program; the time ends when the response to the first one is complete."];
        foreach (var mode in CompileMode.All)
        {
            try
            {
                all.Add(await MeasureAsync(mode, folder.Path));
            }
            catch (PublishFailedException failed)
            {
                notes.Add($"{mode.Name} is not measured, because it cannot be published here: {failed.Message}");
            }
        }

        return Report.Compare("Start of a function", all) with { Notes = notes };
    }

    private static async Task<Comparison> MeasureAsync(CompileMode mode, string folder)
    {
        using var last = new LastProcess();
        return new(mode.Name, await Rounds.RunAsync(
            Runs,
            Contestant("empty program, to exit", "EmptyApp", StartToExit),
            Contestant("program that reads and writes JSON, to exit", "JsonApp", StartToExit),
            Contestant("function on streams, to first response", "EchoFunction", StartToResponse),
            Contestant("function on JSON types, to first response", "HelloFunction", StartToResponse)));

        Contestant Contestant(string name, string program, Func<PublishedProgram, Process> run)
        {
            var published = PublishedProgram.Publish(Repository.Root, program, mode, folder);
            return new(name, () => Task.Run(() => last.Process = run(published))) { PrepareAsync = () => Task.Run(last.End) };
        }
    }

    private static Process StartToExit(PublishedProgram program)
    {
        var process = program.Start("127.0.0.1:9");
        process.WaitForExit();
        return process;
    }

    private static Process StartToResponse(PublishedProgram program)
    {
        using var api = new OneEventApi();
        var process = program.Start(api.Address);
        api.Serve(1);
        return process;
    }

    /// <summary>The end of a function is not measured, but has to be over before the next one starts.</summary>
    private sealed class LastProcess : IDisposable
    {
        public Process? Process { get; set; }

        public void End()
        {
            Process?.Kill();
            Process?.WaitForExit();
            Process?.Dispose();
            Process = null;
        }

        public void Dispose() => End();
    }
}
