using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Serverless.Benchmarks;

/// <summary>Something that only grows; a sample is by how much it grew.</summary>
/// <param name="Unit">What it counts.</param>
/// <param name="Read">Where it stands.</param>
public sealed partial record Gauge(string Unit, Func<double> Read)
{
    private const int Children = -1;

    /// <summary>Time.</summary>
    public static Gauge Clock { get; } = new("ms", () => Stopwatch.GetTimestamp() * 1000.0 / Stopwatch.Frequency);

    /// <summary>Processor time of all programs that were started and have ended, with what they started themselves. Windows does not tell: always 0 there.</summary>
    public static Gauge ProgramsCpu { get; } = new("ms CPU", () => OperatingSystem.IsWindows() ? 0 : CpuOfChildren());

    private static double CpuOfChildren()
    {
        // struct rusage: user and system time as seconds and microseconds, then figures that nobody asked for.
        Span<long> usage = stackalloc long[18];
        usage.Clear();
        return GetUsage(Children, ref MemoryMarshal.GetReference(usage)) == 0
            ? ((usage[0] + usage[2]) * 1000) + ((usage[1] + usage[3]) / 1000.0)
            : throw new InvalidOperationException("The system does not tell the processor time of ended programs.");
    }

    [LibraryImport("libc", EntryPoint = "getrusage")]
    private static partial int GetUsage(int who, ref long usage);
}
