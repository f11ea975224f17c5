using System.Buffers;
using System.Globalization;
using Serverless.Diagnostics;
using Serverless.Text;

namespace Serverless.Local.Functions;

/// <summary>
/// Log groups as folders and log streams as files below one folder: <c>aws/lambda/hello/2026/08/01/[$LATEST]0123….log</c>. Each line
/// is an event: an ISO 8601 time in UTC, a space, the text.
/// </summary>
/// <remarks>Writers only append to memory; a timer that runs while there is something to write brings it to the files a few times a second.</remarks>
/// <param name="folder">Absolute path of the folder; null keeps nothing.</param>
/// <param name="clock">Gives the times of the lines.</param>
/// <param name="onDiagnostic">Told once for each stream that cannot be written.</param>
internal sealed class LogStore(string? folder, TimeProvider clock, Action<Diagnostic>? onDiagnostic) : IDisposable
{
    private const int FlushMilliseconds = 50;

    private readonly Lock _gate = new();
    private readonly List<LogStream> _unwritten = [];
    private Timer? _timer;
    private bool _isDisposed;

    /// <summary>A new stream of the group; null when no logs are kept.</summary>
    public LogStream? Open(string group, string stream) =>
        folder is null ? null : new LogStream(this, Path.Combine([folder, .. group.Split('/').Concat(stream.Split('/')).Select(SafeName).OfType<string>()]) + ".log", clock);

    /// <summary>A name of a new stream, as Lambda makes them.</summary>
    public static string NewStreamName(DateTimeOffset now, string version) =>
        string.Create(CultureInfo.InvariantCulture, $"{now.UtcDateTime:yyyy/MM/dd}/[{version}]{Guid.NewGuid():n}");

    /// <summary>Brings everything to the files.</summary>
    public void Flush()
    {
        LogStream[] streams;
        lock (_gate)
        {
            streams = [.. _unwritten];
            _unwritten.Clear();
        }

        foreach (var stream in streams)
        {
            Write(stream);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            _timer?.Dispose();
        }

        Flush();
    }

    /// <summary>Called by a stream that got its first unwritten line.</summary>
    internal void Schedule(LogStream stream)
    {
        lock (_gate)
        {
            _unwritten.Add(stream);
            if (_unwritten.Count == 1 && !_isDisposed)
            {
                _timer ??= new Timer(static store => ((LogStore)store!).Flush(), this, Timeout.Infinite, Timeout.Infinite);
                _timer.Change(FlushMilliseconds, Timeout.Infinite);
            }
        }
    }

    private void Write(LogStream stream)
    {
        try
        {
            stream.Write();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            onDiagnostic?.Invoke(FunctionDiagnostics.LogNotWritten.At(
                SourceSpan.None,
                $"The log '{stream.Path}' cannot be written: {exception.Message}",
                "What the function writes from now on is not kept."));
        }
    }

    // CloudWatch allows no segment to climb, and "." or ".." would.
    private static string? SafeName(string segment) => segment switch
    {
        "" => null,
        "." or ".." => "_",
        _ => string.Concat(segment.Select(letter => Path.GetInvalidFileNameChars().Contains(letter) ? '_' : letter)),
    };
}

/// <summary>One log stream. Safe for many threads.</summary>
internal sealed class LogStream(LogStore store, string path, TimeProvider clock)
{
    private readonly Lock _gate = new();
    private readonly Lock _fileGate = new();
    private ArrayBufferWriter<byte> _unwritten = new();
    private ArrayBufferWriter<byte> _spare = new();
    private bool _isBroken;

    /// <summary>Absolute path of the file.</summary>
    public string Path => path;

    /// <summary>Adds an event.</summary>
    public void Add(ReadOnlySpan<byte> line)
    {
        bool isFirst;
        lock (_gate)
        {
            if (_isBroken)
            {
                return;
            }

            isFirst = _unwritten.WrittenCount == 0;
            AddTime();
            _unwritten.Write(line);
            _unwritten.Write("\n"u8);
        }

        if (isFirst)
        {
            store.Schedule(this);
        }
    }

    /// <summary>Brings what was added to the file.</summary>
    internal void Write()
    {
        lock (_fileGate)
        {
            var full = Take();
            try
            {
                Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
                using var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
                file.Write(full.WrittenSpan);
            }
            catch
            {
                _isBroken = true;
                throw;
            }
            finally
            {
                full.ResetWrittenCount();
            }
        }
    }

    private ArrayBufferWriter<byte> Take()
    {
        lock (_gate)
        {
            (_unwritten, _spare) = (_spare, _unwritten);
            return _spare;
        }
    }

    private void AddTime()
    {
        clock.GetUtcNow().UtcDateTime.TryFormat(_unwritten.GetSpan(32), out var length, "yyyy-MM-ddTHH:mm:ss.fffZ ", CultureInfo.InvariantCulture);
        _unwritten.Advance(length);
    }
}
