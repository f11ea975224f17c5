using System.Globalization;

namespace Serverless.Testing;

/// <summary>SIGINT, which Ctrl+C sends.</summary>
public static class InterruptSignal
{
    private const int Number = 2;

    /// <summary>
    /// Skips a test that sends it to a program where every program that a test starts would ignore it: that it is ignored is inherited,
    /// and a program that finds it so leaves it so. (signal(7), "Signal dispositions")
    /// </summary>
    public static void SkipWhereIgnored() =>
        Assert.SkipWhen(IsIgnored, "SIGINT is ignored in this test run and so in every program that it starts, as in what a script runs in the background");

    // SigIgn of proc_pid_status(5), a mask in hexadecimal digits. Other systems do not say.
    private static bool IsIgnored =>
        OperatingSystem.IsLinux()
        && File.ReadLines("/proc/self/status").FirstOrDefault(line => line.StartsWith("SigIgn:", StringComparison.Ordinal)) is { } line
        && (ulong.Parse(line["SigIgn:".Length..].Trim(), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) & (1UL << (Number - 1))) != 0;
}
