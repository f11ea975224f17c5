using System.Globalization;
using Serverless.Testing;

namespace Serverless.Benchmarks.Deploying;

/// <summary>
/// Packing and deploying a folder of code, against aws-cli on the same endpoint: a new stack, changed code, and nothing changed. What both
/// start are programs, so both pay for their own start.
/// </summary>
public static class DeployAgainstAwsCli
{
    private const string Title = "Deployment to the local cloud, against aws-cli";
    private const int UsualRounds = 3;

    private static (string Name, Action<DeployedApp> Prepare)[] Situations =>
    [
        ("new stack", app => app.Renew()),
        ("code changed", app => app.Edit()),
        ("nothing changed", _ => { }),
    ];

    /// <summary>Measures time, processor time and requests.</summary>
    public static async Task RunAsync(Measurement measurement)
    {
        var report = measurement.Begin(Title, "situation", "what", "median ms", "min", "max", "ratio", "CPU ms", "requests", "runs");
        if (!AwsCli.IsInstalled)
        {
            report.Skip("aws-cli is not installed");
            return;
        }

        using var folder = new TemporaryFolder();
        using var requests = new RequestCounter();
        await using var cloud = await MeasuredCloud.StartAsync(folder, "cloud", TimeSpan.Zero);
        await using var patient = await MeasuredCloud.StartAsync(folder, "patient", TimeSpan.FromSeconds(20));
        var (theirs, theirsUnwaiting, ours) = (new DeployedApp(folder, "a"), new DeployedApp(folder, "b"), new DeployedApp(folder, "c"));
        await AwsCli.MakeBucketAsync(cloud.Url, theirs);
        await AwsCli.MakeBucketAsync(patient.Url, theirsUnwaiting);

        foreach (var (situation, prepare) in Situations)
        {
            var measured = await Rounds.RunAsync(
                measurement.RoundsOr(UsualRounds),
                [Gauge.Clock, Gauge.ProgramsCpu, new Gauge("requests", () => requests.Count)],
                [
                    Contestant("aws cloudformation package, deploy", theirs, prepare, app => AwsCli.DeployAsync(cloud.Url, app)),
                    Contestant("the same, spared the waiting", theirsUnwaiting, prepare, app => AwsCli.DeployAsync(patient.Url, app)),
                    Contestant("ApplicationPackager, DeployPipeline", ours, prepare, app => DeployProcess.StartAsync(cloud.Url, app)),
                ]);
            foreach (var row in Rows(situation, measured))
            {
                report.Add(row);
            }
        }

        report.End(
            $"{await AwsCli.VersionAsync(ours)}. It asks how a change set or a stack is doing at once and then every 30 seconds, however soon there is an answer.",
            "Spared the waiting: a local cloud that replies only when the change set or the stack is ready, so that the first question finds the answer.",
            "The code is 2 MB in 21 files; packing it is part of every row. Requests are those that the local cloud received.");
    }

    private static Contestant Contestant(string name, DeployedApp app, Action<DeployedApp> prepare, Func<DeployedApp, Task> deployAsync) =>
        new(name, () => deployAsync(app))
        {
            PrepareAsync = () =>
            {
                prepare(app);
                return Task.CompletedTask;
            },
        };

    private static IEnumerable<IReadOnlyList<string>> Rows(string situation, IReadOnlyList<IReadOnlyList<Series>> measured)
    {
        var (times, cpu, requests) = (measured[0], measured[1], measured[2]);
        return times.Select((time, i) => (IReadOnlyList<string>)
        [
            situation,
            time.Name,
            Text($"{time.Median:F0}"),
            Text($"{time.Samples.Min():F0}"),
            Text($"{time.Samples.Max():F0}"),
            Text($"{time.Median / times[0].Median:F2}"),
            Text($"{cpu[i].Median:F0}"),
            Text($"{requests[i].Median:F0}"),
            Text($"{time.Samples.Count}"),
        ]);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
