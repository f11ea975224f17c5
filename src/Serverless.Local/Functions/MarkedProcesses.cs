using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Serverless.Local.Functions;

/// <summary>
/// Finds processes by an environment variable, which children inherit and cannot lose. The process tree alone does not tell: what a
/// dead process had started belongs to process 1 then.
/// </summary>
/// <remarks>Linux only (proc_pid_environ(5)); elsewhere nothing is found and the process tree has to do.</remarks>
internal static class MarkedProcesses
{
    /// <summary>Kills every process of this user whose environment holds the text <paramref name="marker"/> (<c>NAME=value</c>).</summary>
    public static void Kill(string marker)
    {
        foreach (var id in Find(marker))
        {
            try
            {
                using var process = Process.GetProcessById(id);
                process.Kill();
            }
            catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or Win32Exception)
            {
                // It is gone already.
            }
        }
    }

    /// <summary>Ids of the processes that hold the marker.</summary>
    public static IEnumerable<int> Find(string marker)
    {
        if (!OperatingSystem.IsLinux())
        {
            return [];
        }

        var text = Encoding.UTF8.GetBytes(marker + "\0");
        return Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder.AsSpan()), CultureInfo.InvariantCulture, out var id) ? id : 0)
            .Where(id => id > 0 && id != Environment.ProcessId && Holds(id, text));
    }

    private static bool Holds(int id, byte[] text)
    {
        try
        {
            return File.ReadAllBytes($"/proc/{id}/environ").AsSpan().IndexOf(text) >= 0;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
