using System.Globalization;
using System.Runtime.InteropServices;
using Serverless.Testing;

namespace Serverless.Benchmarks;

/// <summary>What there is to know of the machine to read its figures, without a name by which anybody could find it.</summary>
public static class Machine
{
    /// <summary>Processors, system, .NET runtime and SDK, in one line.</summary>
    public static async Task<string> DescribeAsync()
    {
        var sdk = (await OutsideProgram.RunAsync("dotnet", ["--version"], Repository.Root)).Succeeded().Output.Trim();
        return $"{Environment.ProcessorCount} cores, {RuntimeInformation.OSArchitecture}, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}, SDK {sdk}";
    }

    /// <summary>How many programs wanted to run during the last minute; null where the system does not say.</summary>
    public static double? Load =>
        OperatingSystem.IsLinux() ? double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture) : null;
}
