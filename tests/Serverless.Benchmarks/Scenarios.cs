using System.Globalization;
using Serverless.Benchmarks.Deploying;
using Serverless.Benchmarks.Serving;
using Serverless.Benchmarks.Starting;
using Serverless.Benchmarks.Transforming;

namespace Serverless.Benchmarks;

/// <summary>The scenarios by name.</summary>
public static class Scenarios
{
    private const string RoundsOption = "--rounds";

    private static readonly OrderedDictionary<string, Func<Measurement, Task>> All = new(StringComparer.Ordinal)
    {
        ["build"] = BuildOverhead.RunAsync,
        ["package"] = PackageAgainstPublish.RunAsync,
        ["functions"] = PackageOfManyFunctions.RunAsync,
        ["deploy"] = DeployAgainstAwsCli.RunAsync,
        ["start"] = FunctionStart.RunAsync,
        ["http"] = WarmRequests.RunAsync,
        ["transform"] = TransformTimes.RunAsync,
    };

    /// <summary>Runs the named scenarios, or all, and prints a Markdown table for each, row by row.</summary>
    /// <param name="arguments">Names; before them perhaps <c>--rounds N</c>, for another number of rounds than the usual ones.</param>
    /// <returns>0, or 2 when a name is unknown.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        if (!TryReadRounds(arguments, out var rounds, out var names))
        {
            await Console.Error.WriteLineAsync($"{RoundsOption} takes a number of at least 1.");
            return 2;
        }

        var unknown = names.Where(name => !All.ContainsKey(name)).ToList();
        if (unknown.Count > 0)
        {
            await Console.Error.WriteLineAsync($"Unknown scenario {string.Join(", ", unknown)}. There are: {string.Join(", ", All.Keys)}.");
            return 2;
        }

        // Users have the compiler server, whatever this shell says.
        Environment.SetEnvironmentVariable("UseSharedCompilation", "true");
        Console.WriteLine(await Machine.DescribeAsync());
        Console.WriteLine("Builds use the compiler server (UseSharedCompilation=true) and keep no MSBuild nodes (MSBUILDDISABLENODEREUSE=1).");
        Console.WriteLine();
        foreach (var name in names.Count > 0 ? names : [.. All.Keys])
        {
            var before = Machine.Load;
            await All[name](new(Console.Out, rounds));
            if (before is not null)
            {
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Load of the machine (one minute) when it began and ended, its own included: {before:F1}, {Machine.Load:F1}.{Environment.NewLine}"));
            }
        }

        return 0;
    }

    private static bool TryReadRounds(IReadOnlyList<string> arguments, out int? rounds, out IReadOnlyList<string> names)
    {
        (rounds, names) = (null, arguments);
        if (arguments is not [RoundsOption, ..])
        {
            return true;
        }

        if (arguments.Count < 2 || !int.TryParse(arguments[1], NumberStyles.None, CultureInfo.InvariantCulture, out var given) || given < 1)
        {
            return false;
        }

        (rounds, names) = (given, [.. arguments.Skip(2)]);
        return true;
    }
}
