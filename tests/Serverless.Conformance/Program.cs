using System.Diagnostics;
using System.Runtime;
using Serverless.Conformance;

if (args is not [var packFolder, var outputFolder])
{
    Console.Error.WriteLine("usage: Serverless.Conformance PACK OUT");
    Console.Error.WriteLine("Runs every case of the pack and writes the expanded template, or the error message, of each into OUT.");
    return 2;
}

// As the tool does: one of the YAML reader's patterns would be compiled to code.
AppContext.SetSwitch("System.Runtime.CompilerServices.RuntimeFeature.IsDynamicCodeSupported", isEnabled: false);

var pack = Pack.Open(packFolder);
Directory.CreateDirectory(outputFolder);
var execution = new PackExecution(pack, outputFolder);
var whole = Stopwatch.StartNew();
execution.Run(Environment.ProcessorCount);
whole.Stop();

var times = execution.Times.Order().ToList();
var jitted = JitInfo.GetCompiledMethodCount();
var form = jitted == 0 ? "native code" : $"{jitted} methods compiled by the JIT";
Console.WriteLine($"{times.Count} runs ({form}): {times.Count - execution.Rejected} expanded, {execution.Rejected} rejected");
Console.WriteLine($"{whole.Elapsed.TotalMilliseconds:0} ms for reading, expanding and writing them all, {Environment.ProcessorCount} at a time, {GC.GetTotalAllocatedBytes() / 1e6:0} MB allocated");
Console.WriteLine($"reading and expanding one template: median {times[times.Count / 2]:0.000} ms, longest {times[^1]:0.0} ms, all together {times.Sum():0} ms");
return 0;
