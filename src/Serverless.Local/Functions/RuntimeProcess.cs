using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Serverless.Local.Functions;

/// <summary>What runs a function: an operating system process, or a script in tests of the state machine.</summary>
internal interface IRuntimeProcess : IDisposable
{
    /// <summary>The exit code, as soon as there is one.</summary>
    Task<int> Exit { get; }

    /// <summary>Completes when everything that was written to the outputs has been taken.</summary>
    Task Output { get; }

    /// <summary>MB of memory used at most so far; 0 when unknown.</summary>
    long PeakMemory { get; }

    /// <summary>Ends it and everything it started, at once. May be called more than once.</summary>
    void Kill();
}

/// <summary>What is to be started.</summary>
/// <param name="Command">Program and arguments.</param>
/// <param name="Variables">All of its environment variables.</param>
/// <param name="Folder">Its working folder.</param>
/// <param name="OnLine">Takes the lines of both outputs, from two threads.</param>
internal sealed record RuntimeStart(StartCommand Command, IReadOnlyDictionary<string, string> Variables, string Folder, LineSink OnLine);

/// <summary>A function's process.</summary>
internal sealed class RuntimeProcess : IRuntimeProcess
{
    private readonly Process _process;
    private readonly string _marker;
    private readonly int _id;
    private readonly Watchdog? _watchdog;

    private RuntimeProcess(Process process, RuntimeStart start, Watchdog? watchdog)
    {
        _process = process;
        _watchdog = watchdog;
        _id = process.Id;
        _marker = "AWS_LAMBDA_LOG_STREAM_NAME=" + start.Variables["AWS_LAMBDA_LOG_STREAM_NAME"];
        process.StandardInput.Close();
        watchdog?.Add(_id);
        Output = Task.WhenAll(
            DrainAsync(process.StandardOutput.BaseStream, start.OnLine),
            DrainAsync(process.StandardError.BaseStream, start.OnLine));
        Exit = WaitAsync();
    }

    /// <inheritdoc/>
    public Task<int> Exit { get; }

    /// <inheritdoc/>
    public Task Output { get; }

    /// <inheritdoc/>
    public long PeakMemory => Exit.IsCompleted ? 0 : OperatingSystem.IsLinux() ? HighWaterMark() : PeakWorkingSet();

    /// <summary>Starts a process.</summary>
    /// <exception cref="Win32Exception">The system refuses to.</exception>
    public static RuntimeProcess Start(RuntimeStart start, Watchdog? watchdog)
    {
        var info = new ProcessStartInfo(start.Command.Program, start.Command.Arguments)
        {
            WorkingDirectory = start.Folder,
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        info.Environment.Clear();
        foreach (var (name, value) in start.Variables)
        {
            info.Environment[name] = value;
        }

        return new RuntimeProcess(Process.Start(info)!, start, watchdog);
    }

    /// <inheritdoc/>
    public void Kill()
    {
        try
        {
            if (!Exit.IsCompleted)
            {
                _process.Kill(entireProcessTree: true);
            }
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It ended by itself meanwhile, or a child of it did.
        }

        MarkedProcesses.Kill(_marker);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // The process does not close streams that somebody has taken.
        _process.StandardOutput.Dispose();
        _process.StandardError.Dispose();
        _process.Dispose();
    }

    private async Task<int> WaitAsync()
    {
        await _process.WaitForExitAsync();
        _watchdog?.Remove(_id);
        return _process.ExitCode;
    }

    private static async Task DrainAsync(Stream output, LineSink onLine)
    {
        var splitter = new LineSplitter(onLine);
        var buffer = new byte[4096];
        try
        {
            for (int count; (count = await output.ReadAsync(buffer)) > 0;)
            {
                splitter.Write(buffer.AsSpan(0, count));
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // The pipe broke with the process.
        }

        splitter.Finish();
    }

    private long PeakWorkingSet()
    {
        try
        {
            _process.Refresh();
            return _process.PeakWorkingSet64 >> 20;
        }
        catch (InvalidOperationException)
        {
            return 0;
        }
    }

    // VmHWM of proc_pid_status(5), in kB. Process.PeakWorkingSet64 reads much more for the same number.
    private long HighWaterMark()
    {
        try
        {
            Span<byte> status = stackalloc byte[2048];
            using var file = File.OpenHandle($"/proc/{_id}/status");
            status = status[..RandomAccess.Read(file, status, 0)];
            var at = status.IndexOf("VmHWM:"u8);
            var line = at < 0 ? [] : status[(at + 6)..];
            var end = line.IndexOf(" kB"u8);
            return end > 0 && long.TryParse(line[..end].Trim((byte)'\t').Trim((byte)' '), CultureInfo.InvariantCulture, out var kilobytes) ? kilobytes >> 10 : 0;
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
