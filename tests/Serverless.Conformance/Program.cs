using System.Diagnostics;
using Serverless.Conformance;

if (args is not [var packFolder, var outputFolder])
{
    Console.Error.WriteLine("usage: Serverless.Conformance PACK OUT");
    Console.Error.WriteLine("Runs every case of the pack and writes the expanded template, or the error message, of each into OUT.");
    return 2;
}

var pack = Pack.Open(packFolder);
Directory.CreateDirectory(outputFolder);
var times = new List<TimeSpan>();
var rejected = 0;
var whole = Stopwatch.StartNew();
foreach (var run in pack.Runs)
{
    var one = Stopwatch.StartNew();
    var result = run.Execute();
    times.Add(one.Elapsed);
    rejected += result.ErrorMessage is null ? 0 : 1;
    File.WriteAllText(Path.Combine(outputFolder, run.OutputName), result.ToJson());
}

times.Sort();
Console.WriteLine($"{times.Count} runs: {times.Count - rejected} expanded, {rejected} rejected");
Console.WriteLine($"{times.Sum(time => time.TotalMilliseconds):0} ms for reading and expanding them all, {GC.GetTotalAllocatedBytes() / 1e6:0} MB allocated with all that was read and written");
Console.WriteLine($"{whole.Elapsed.TotalSeconds:0.00} s in all; reading and expanding one template: median {times[times.Count / 2].TotalMilliseconds:0.000} ms, longest {times[^1].TotalMilliseconds:0.0} ms");
return 0;
