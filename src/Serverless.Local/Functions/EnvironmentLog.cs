using System.Globalization;
using System.Text;

namespace Serverless.Local.Functions;

/// <summary>Where the lines of one environment go: its log stream, the tail of the invocation under way, and whoever watches.</summary>
internal sealed class EnvironmentLog(string functionName, LogStream? stream, Action<FunctionLogLine>? onLine)
{
    /// <summary>The tail that lines go to now; null when nobody asked for one.</summary>
    public LogTail? Tail { get; set; }

    private bool HasReaders => stream is not null || onLine is not null || Tail is not null;

    /// <summary>A line of the function's own.</summary>
    public void WriteFunctionLine(ReadOnlySpan<byte> line) => Write(line, FunctionLogSource.Function);

    /// <summary>The process starts.</summary>
    public void WriteInit(string runtime)
    {
        if (HasReaders)
        {
            Write($"INIT_START Runtime Version: {runtime}.local");
        }
    }

    /// <summary>An event is handed out.</summary>
    public void WriteStart(string requestId, string version)
    {
        if (HasReaders)
        {
            Write($"START RequestId: {requestId} Version: {version}");
        }
    }

    /// <summary>An invocation ended: Lambda's <c>END</c> and <c>REPORT</c> lines.</summary>
    public void WriteReport(in InvocationReport report)
    {
        if (!HasReaders)
        {
            return;
        }

        Write($"END RequestId: {report.RequestId}");
        var init = report.Init is { } time ? string.Create(CultureInfo.InvariantCulture, $"Init Duration: {time.TotalMilliseconds:0.00} ms\t") : "";
        var billed = Math.Ceiling((report.Duration + (report.Init ?? TimeSpan.Zero)).TotalMilliseconds);
        Write(string.Create(
            CultureInfo.InvariantCulture,
            $"REPORT RequestId: {report.RequestId}\tDuration: {report.Duration.TotalMilliseconds:0.00} ms\tBilled Duration: {billed:0} ms\tMemory Size: {report.MemorySize} MB\tMax Memory Used: {report.MaxMemoryUsed} MB\t{init}"));
    }

    /// <summary>A line of the host's own.</summary>
    public void Write(string line) => Write(Encoding.UTF8.GetBytes(line), FunctionLogSource.Platform);

    private void Write(ReadOnlySpan<byte> line, FunctionLogSource source)
    {
        stream?.Add(line);
        Tail?.Add(line);
        onLine?.Invoke(new FunctionLogLine(functionName, Encoding.UTF8.GetString(line), source));
    }
}

/// <summary>The figures of one invocation.</summary>
/// <param name="RequestId">Its id.</param>
/// <param name="Duration">From hand-out to answer.</param>
/// <param name="Init">The environment's start, for its first invocation.</param>
/// <param name="MemorySize">MB that the function has.</param>
/// <param name="MaxMemoryUsed">MB that its process used at most.</param>
internal readonly record struct InvocationReport(string RequestId, TimeSpan Duration, TimeSpan? Init, int MemorySize, long MaxMemoryUsed);
