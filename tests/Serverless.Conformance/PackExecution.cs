using System.Buffers;
using System.Diagnostics;

namespace Serverless.Conformance;

/// <summary>Runs the templates of a pack, several at a time, each of them on one thread, and writes what comes of them.</summary>
internal sealed class PackExecution(Pack pack, string outputFolder)
{
    private readonly double[] _times = new double[pack.Runs.Count];
    private int _next = -1;
    private int _rejected;

    /// <summary>How many milliseconds reading and expanding took, for each run; on as many threads as there are, which share what the machine has.</summary>
    public IReadOnlyList<double> Times => _times;

    /// <summary>How many templates were rejected.</summary>
    public int Rejected => _rejected;

    /// <summary>Does all runs and returns when the last file is written.</summary>
    public void Run(int threadCount)
    {
        var others = new List<Thread>();
        while (others.Count < threadCount - 1)
        {
            var thread = new Thread(RunSome);
            others.Add(thread);
            thread.Start();
        }

        RunSome();
        others.ForEach(thread => thread.Join());
    }

    private void RunSome()
    {
        var text = new ArrayBufferWriter<char>();
        for (var i = Interlocked.Increment(ref _next); i < _times.Length; i = Interlocked.Increment(ref _next))
        {
            Execute(i, text);
        }
    }

    private void Execute(int index, ArrayBufferWriter<char> text)
    {
        var run = pack.Runs[index];
        var started = Stopwatch.GetTimestamp();
        var result = run.Execute();
        _times[index] = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        if (result.ErrorMessage is not null)
        {
            Interlocked.Increment(ref _rejected);
        }

        text.ResetWrittenCount();
        result.WriteJson(text);
        File.WriteAllText(Path.Combine(outputFolder, run.OutputName), text.WrittenSpan);
    }
}
