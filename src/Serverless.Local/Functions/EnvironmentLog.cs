using System.Globalization;
using System.Text;

namespace Serverless.Local.Functions;

/// <summary>Where the lines of one environment go: its log stream, the tail of the invocation under way, and whoever watches.</summary>
internal sealed class EnvironmentLog
{
    private readonly FunctionConfiguration _function;
    private readonly LogStream? _stream;
    private readonly Action<FunctionLogLine>? _onLine;

    // The tail that lines go to now; null when nobody asked for one.
    private LogTail? _tail;

    /// <summary>Opens a new log stream in the function's group.</summary>
    public EnvironmentLog(FunctionConfiguration function, EnvironmentServices services)
    {
        (_function, _onLine) = (function, services.Options.OnLine);
        Group = function.LogGroup.Length > 0 ? function.LogGroup : $"/aws/lambda/{function.Name}";
        StreamName = LogStore.NewStreamName(services.Options.TimeProvider.GetUtcNow(), function.Version);
        _stream = services.Logs.Open(Group, StreamName);
    }

    /// <summary>The name of the log group.</summary>
    public string Group { get; }

    /// <summary>The name of the log stream.</summary>
    public string StreamName { get; }

    private bool HasReaders => _stream is not null || _onLine is not null || _tail is not null;

    /// <summary>A line of the function's own.</summary>
    public void WriteFunctionLine(ReadOnlySpan<byte> line) => Write(line, FunctionLogSource.Function);

    /// <summary>The process starts.</summary>
    public void WriteInit()
    {
        if (HasReaders)
        {
            Write($"INIT_START Runtime Version: {_function.Runtime}.local");
        }
    }

    /// <summary>An event is handed out. From now on, lines go to the tail of its invocation.</summary>
    public void WriteStart(Invocation invocation)
    {
        _tail = invocation.Tail;
        if (HasReaders)
        {
            Write($"START RequestId: {invocation.RequestId} Version: {_function.Version}");
        }
    }

    /// <summary>Why an invocation got no answer of its runtime. From now on, lines go to its tail.</summary>
    public void WriteOutsideRuntime(Invocation invocation, string line)
    {
        _tail = invocation.Tail;
        Write(line);
    }

    /// <summary>An invocation ended: Lambda's <c>END</c> and <c>REPORT</c> lines.</summary>
    /// <param name="ended">The invocation.</param>
    /// <param name="maxMemoryUsed">MB that its process used at most.</param>
    public void WriteReport(in EndedInvocation ended, long maxMemoryUsed)
    {
        if (!HasReaders)
        {
            return;
        }

        var requestId = ended.Invocation.RequestId;
        Write($"END RequestId: {requestId}");
        var init = ended.Init is { } time ? string.Create(CultureInfo.InvariantCulture, $"Init Duration: {time.TotalMilliseconds:0.00} ms\t") : "";
        var billed = Math.Ceiling((ended.Duration + (ended.Init ?? TimeSpan.Zero)).TotalMilliseconds);
        Write(string.Create(
            CultureInfo.InvariantCulture,
            $"REPORT RequestId: {requestId}\tDuration: {ended.Duration.TotalMilliseconds:0.00} ms\tBilled Duration: {billed:0} ms\tMemory Size: {_function.MemorySize} MB\tMax Memory Used: {maxMemoryUsed} MB\t{init}"));
    }

    /// <summary>A line of the host's own.</summary>
    public void Write(string line) => Write(Encoding.UTF8.GetBytes(line), FunctionLogSource.Platform);

    private void Write(ReadOnlySpan<byte> line, FunctionLogSource source)
    {
        _stream?.Add(line);
        _tail?.Add(line);
        _onLine?.Invoke(new FunctionLogLine(_function.Name, Encoding.UTF8.GetString(line), source));
    }
}
