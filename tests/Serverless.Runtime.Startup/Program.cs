using System.Diagnostics;
using Serverless.Startup;

// dotnet run -c Release [-- <runs> [mode …]]
var runs = args.Length > 0 ? int.Parse(args[0]) : 25;
var modes = CompileMode.All.Where(mode => args.Length < 2 || args.Skip(1).Contains(mode.Name)).ToArray();
var repository = AppContext.BaseDirectory;
while (!File.Exists(Path.Combine(repository, "Serverless.Sdk.sln")))
{
    repository = Path.GetDirectoryName(repository)!;
}

var folder = Directory.CreateTempSubdirectory("serverless-startup-");
try
{
    Console.WriteLine($"{runs} alternating runs each; milliseconds, median (fastest)");
    Console.WriteLine($"{"mode",-12}{"program",-34}{"time",20}{"ratio to empty program",24}{"warm/s",10}");
    foreach (var mode in modes)
    {
        Measure(mode);
    }
}
finally
{
    folder.Delete(recursive: true);
}

void Measure(CompileMode mode)
{
    PublishedProgram Publish(string name) => PublishedProgram.Publish(repository, name, mode, folder.FullName);
    var (empty, json, echo, hello) = (Publish("EmptyApp"), Publish("JsonApp"), Publish("EchoFunction"), Publish("HelloFunction"));
    (string Name, Func<double> Run, PublishedProgram? Function, double[] Times)[] rows =
    [
        ("empty program, to exit", () => StartToExit(empty), null, new double[runs]),
        ("program with JSON, to exit", () => StartToExit(json), null, new double[runs]),
        ("bytes function, to 1st response", () => StartToResponse(echo), echo, new double[runs]),
        ("JSON function, to 1st response", () => StartToResponse(hello), hello, new double[runs]),
    ];
    for (var i = -1; i < runs; i++)
    {
        foreach (var row in rows)
        {
            // The first round fills the disk cache and is not counted.
            row.Times[Math.Max(i, 0)] = row.Run();
        }
    }

    foreach (var row in rows)
    {
        Array.Sort(row.Times);
        var warm = row.Function is { } function ? $"{WarmRate(function):F0}" : "";
        Console.WriteLine($"{mode.Name,-12}{row.Name,-34}{$"{row.Times[runs / 2]:F1} ({row.Times[0]:F1})",20}{row.Times[runs / 2] / rows[0].Times[runs / 2],24:F2}{warm,10}");
    }
}

static double StartToExit(PublishedProgram program)
{
    var started = Stopwatch.GetTimestamp();
    using var process = program.Start("127.0.0.1:9");
    process.WaitForExit();
    return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
}

static double StartToResponse(PublishedProgram program)
{
    using var api = new OneEventApi();
    var started = Stopwatch.GetTimestamp();
    using var process = program.Start(api.Address);
    api.Serve(1);
    var elapsed = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    process.Kill();
    process.WaitForExit();
    return elapsed;
}

static double WarmRate(PublishedProgram program)
{
    const int Count = 10_000;
    using var api = new OneEventApi();
    using var process = program.Start(api.Address);
    var started = Stopwatch.GetTimestamp();
    api.Serve(2 * Count);
    var rate = 2 * Count / Stopwatch.GetElapsedTime(started).TotalSeconds;
    process.Kill();
    process.WaitForExit();
    return rate;
}
