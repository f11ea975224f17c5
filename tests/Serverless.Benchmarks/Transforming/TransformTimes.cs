using System.Diagnostics;
using System.Globalization;
using Serverless.Benchmarks.Micro;
using Serverless.Benchmarks.Starting;
using Serverless.Conformance;
using Serverless.Sam;
using Serverless.Templates;
using Serverless.Testing;

namespace Serverless.Benchmarks.Transforming;

/// <summary>
/// The SAM transform: the tool from start to exit, against an empty program published in the same way; a large template in a warm process; and
/// the real templates of the conformance pack, where it is there, in a process of their own, in native code and in ReadyToRun code.
/// </summary>
public static class TransformTimes
{
    private const int UsualStarts = 25;
    private const int UsualPasses = 9;
    private const int WarmRuns = 300;

    private const string Small = """
        Transform: AWS::Serverless-2016-10-31
        Globals: {Function: {Runtime: dotnet10, Handler: App}}
        Resources:
          Hello: {Type: AWS::Serverless::Function, Properties: {Events: {Get: {Type: HttpApi, Properties: {Path: /, Method: get}}}}}
          Table: {Type: AWS::Serverless::SimpleTable}
        """;

    private static readonly CompileMode _readyToRun = CompileMode.All.Single(mode => mode.Name == "ReadyToRun");
    private static readonly CompileMode _native = CompileMode.All.Single(mode => mode.Name == "NativeAOT");

    /// <summary>Times all three.</summary>
    public static async Task RunAsync(Measurement measurement)
    {
        var report = measurement.BeginComparison("transform: start to exit, ReadyToRun");
        using var folder = new TemporaryFolder();
        List<string> notes = [Warm()];
        try
        {
            report.Add(await StartToExitAsync(folder, measurement.RoundsOr(UsualStarts)));
            notes.Add(await RealAsync(_readyToRun, folder, measurement.RoundsOr(UsualPasses)));
            notes.Add(await RealAsync(_native, folder, measurement.RoundsOr(UsualPasses)));
            report.End(notes);
        }
        catch (PublishFailedException failed)
        {
            report.Skip(failed.Message.TrimEnd('.'), notes);
        }
    }

    private static Task<Comparison> StartToExitAsync(TemporaryFolder folder, int rounds)
    {
        var empty = PublishedProgram.Publish(Repository.Root, "EmptyApp", _readyToRun, folder.Path);
        var tool = PublishedProgram.PublishProject(Repository.PathOf("src/Serverless.Tool/Serverless.Tool.csproj"), "dotnet-serverless", _readyToRun, folder.Path);
        var template = folder.Write("template.yaml", Small);
        return Rounds.CompareAsync(
            "small template",
            rounds,
            new Contestant("empty program", () => RunAsync(empty, [])),
            new Contestant("dotnet serverless transform", () => RunAsync(tool, ["transform", "--template", template, "--output-template", folder["out.yaml"]])));
    }

    // Reading included, as a build does it.
    private static string Warm()
    {
        var source = GeneratedTemplate.Create();
        var context = new TransformContext { Region = "eu-central-1", Time = TimeProvider.System };
        var samples = new List<double>();
        var allocated = 0L;
        for (var i = -WarmRuns; i < WarmRuns; i++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var started = Stopwatch.GetTimestamp();
            var expanded = SamTransform.Apply(TemplateReader.Read(source).Value!, context);
            var took = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            if (!expanded.IsGood)
            {
                throw new InvalidOperationException(expanded.Diagnostics[0].Text);
            }

            if (i >= 0)
            {
                samples.Add(took);
            }
        }

        var times = new Series("", samples);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"50 functions with three events each, read and expanded in a warm process: median {times.Median:F2} ms, min {samples.Min():F2}, 95% {times.Percentile(0.95):F2}; {allocated / 1e6:F2} MB allocated each time ({WarmRuns} runs).");
    }

    private static async Task<string> RealAsync(CompileMode mode, TemporaryFolder folder, int passes)
    {
        if (ConformanceFolder.Find("real") is not { } pack)
        {
            return "Real templates are not measured: there is no folder shared/conformance/real beside the repository.";
        }

        var program = PublishedProgram.PublishProject(Repository.PathOf("tests/Serverless.Conformance/Serverless.Conformance.csproj"), "Serverless.Conformance", mode, folder.Path);
        var lines = new List<string>();
        var last = "";
        for (var i = 0; i < passes; i++)
        {
            var run = (await OutsideProgram.RunAsync(program.FileName, [.. program.Arguments, pack, folder["real"]], folder.Path)).Succeeded();
            lines.Add(run.Output.Split('\n')[1].Trim());
            last = run.Output.Split('\n')[2].Trim();
        }

        var median = lines.OrderBy(line => double.Parse(line.Split(' ')[0], CultureInfo.InvariantCulture)).ElementAt(passes / 2);
        return $"All templates of shared/conformance/real in a new process, {mode.Name}, median of {passes}: {median}. In the last of them, {last}.";
    }

    private static async Task RunAsync(PublishedProgram program, string[] arguments) =>
        (await OutsideProgram.RunAsync(program.FileName, [.. program.Arguments, .. arguments], program.Folder)).Succeeded();
}
