using System.Diagnostics;
using System.Globalization;

namespace Serverless.Tool.Cloud;

/// <summary>Whether a process that somebody else started still runs.</summary>
internal static class ProcessLife
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    /// <summary>Waits for the end of a process.</summary>
    /// <returns>False when it still runs after <paramref name="patience"/>.</returns>
    public static async Task<bool> EndsAsync(int id, TimeSpan patience, CancellationToken cancellationToken)
    {
        for (var watch = Stopwatch.StartNew(); IsAlive(id); await Task.Delay(Interval, cancellationToken))
        {
            if (watch.Elapsed > patience)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether a process runs.</summary>
    public static bool IsAlive(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return !process.HasExited && !IsZombie(id);
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
        {
            return false;
        }
    }

    // In a container whose first process collects no orphans, an ended process stays in the table, and the system calls it alive.
    private static bool IsZombie(int id)
    {
        try
        {
            var stat = OperatingSystem.IsLinux() ? File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/stat")) : "";
            return stat.LastIndexOf(") ", StringComparison.Ordinal) is var name and >= 0 && stat[name + 2] is 'Z' or 'X';
        }
        catch (IOException)
        {
            return true;
        }
    }
}
