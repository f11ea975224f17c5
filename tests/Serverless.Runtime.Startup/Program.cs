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
    Console.WriteLine($"{"mode",-12}{"empty program: start to exit",32}{"function: start to 1st response",34}{"ratio",8}{"warm, invocations/s",22}");
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
    var empty = PublishedProgram.Publish(repository, "EmptyApp", mode, folder.FullName);
    var hello = PublishedProgram.Publish(repository, "HelloFunction", mode, folder.FullName);
    StartToExit(empty);
    StartToResponse(hello);
    var (exits, responses) = (new double[runs], new double[runs]);
    for (var i = 0; i < runs; i++)
    {
        exits[i] = StartToExit(empty);
        responses[i] = StartToResponse(hello);
    }

    Array.Sort(exits);
    Array.Sort(responses);
    var (exit, response) = (exits[runs / 2], responses[runs / 2]);
    Console.WriteLine($"{mode.Name,-12}{$"{exit:F1} ({exits[0]:F1})",32}{$"{response:F1} ({responses[0]:F1})",34}{response / exit,8:F2}{WarmRate(hello),22:F0}");
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
