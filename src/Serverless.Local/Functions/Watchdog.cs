using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Serverless.Local.Functions;

/// <summary>
/// Ends the functions of a host that died without a chance to do so itself (killed, power of the terminal gone, crash).
/// </summary>
/// <remarks>
/// A small shell waits at the other end of a pipe for the ids of the processes that live. When the host dies, for whatever reason,
/// the system closes the pipe, and the shell kills what is left. It sleeps in between. PR_SET_PDEATHSIG is no choice: it fires
/// when the thread that started the child ends, and pool threads end all the time. Without <c>/bin/sh</c> (Windows) there is no
/// watchdog; functions then end when their next request to the Runtime API fails.
/// </remarks>
internal sealed class Watchdog : IDisposable
{
    private const string Shell = "/bin/sh";

    private const string Script =
        """
        trap '' INT HUP TERM QUIT
        alive=' '
        while read -r sign id; do
          case $sign in
            +) alive="$alive$id " ;;
            -) alive="${alive%% $id *} ${alive#* $id }" ;;
            .) exit 0 ;;
          esac
        done
        for id in $alive; do kill -9 "$id"; done 2>/dev/null
        for environ in /proc/[0-9]*/environ; do
          if grep -qas "$1" "$environ"; then id=${environ#/proc/}; kill -9 "${id%/environ}"; fi
        done 2>/dev/null
        """;

    private readonly Lock _gate = new();
    private readonly Process _process;

    private Watchdog(Process process) => _process = process;

    /// <summary>Id of the shell.</summary>
    public int ProcessId => _process.Id;

    /// <summary>Starts the watchdog of the host with this id; null where there is none.</summary>
    public static Watchdog? Start(string hostId)
    {
        if (!File.Exists(Shell))
        {
            return null;
        }

        var info = new ProcessStartInfo(Shell, ["-c", Script, "serverless-watchdog", $"{FunctionVariables.HostVariable}={hostId}"])
        {
            WorkingDirectory = "/",
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        info.Environment.Clear();
        info.Environment["PATH"] = "/usr/local/bin:/usr/bin:/bin";
        try
        {
            return new Watchdog(Process.Start(info)!);
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    /// <summary>A process lives.</summary>
    public void Add(int id) => Tell($"+ {id.ToString(CultureInfo.InvariantCulture)}");

    /// <summary>A process ended; its id may come to mean another one.</summary>
    public void Remove(int id) => Tell($"- {id.ToString(CultureInfo.InvariantCulture)}");

    /// <summary>Ends the watchdog; the host has ended its functions itself.</summary>
    public void Dispose()
    {
        Tell(".");
        _process.StandardInput.Close();
        _process.Dispose();
    }

    private void Tell(string line)
    {
        try
        {
            lock (_gate)
            {
                _process.StandardInput.Write(line + "\n");
                _process.StandardInput.Flush();
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // Somebody killed the watchdog. The functions do not need it.
        }
    }
}
