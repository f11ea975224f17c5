namespace Serverless.Artifacts;

/// <summary>The machine that builds, as far as it decides what can be built.</summary>
/// <param name="IsLinux">True on Linux.</param>
/// <param name="RuntimeIdentifier">Its portable runtime identifier, such as <c>linux-x64</c>.</param>
/// <param name="HasProgram">Whether a program of that name is on the search path.</param>
public sealed record BuildMachine(bool IsLinux, string RuntimeIdentifier, Func<string, bool> HasProgram)
{
    /// <summary>
    /// Why a native program cannot be made here; null when it can. NativeAOT uses the C toolchain of the machine
    /// (https://learn.microsoft.com/dotnet/core/deploying/native-aot/cross-compile).
    /// </summary>
    /// <param name="runtimeIdentifier">What the program is to run on.</param>
    public string? WhyNotNative(string runtimeIdentifier)
    {
        if (!IsLinux)
        {
            return "native programs for Linux are made on Linux";
        }

        if (runtimeIdentifier != RuntimeIdentifier)
        {
            var linker = runtimeIdentifier == "linux-arm64" ? "aarch64-linux-gnu-gcc" : "x86_64-linux-gnu-gcc";
            return HasProgram(linker) || HasProgram("clang") ? null : $"this machine has no linker for {runtimeIdentifier} (neither clang nor {linker})";
        }

        return HasProgram("clang") || HasProgram("gcc") ? null : "this machine has neither clang nor gcc, which link native programs";
    }
}
