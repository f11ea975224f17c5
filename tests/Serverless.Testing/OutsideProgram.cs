using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Serverless.Testing;

/// <summary>How a program ended.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">What it wrote to standard output.</param>
/// <param name="Errors">What it wrote to standard error.</param>
public sealed record ProgramResult(int ExitCode, string Output, string Errors)
{
    /// <summary>Both streams, for messages.</summary>
    public string All => $"exit code {ExitCode}{Environment.NewLine}{Output}{Environment.NewLine}{Errors}";

    /// <summary>This result, if the program succeeded.</summary>
    public ProgramResult Succeeded()
    {
        Assert.True(ExitCode == 0, All);
        return this;
    }
}

/// <summary>Runs a program and collects what it says.</summary>
public static class OutsideProgram
{
    /// <summary>Absolute path of a program on the search path, or null.</summary>
    public static string? Find(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? name + ".exe" : name))
            .FirstOrDefault(File.Exists);

    /// <summary>Runs a program to its end.</summary>
    /// <param name="program">Name or path.</param>
    /// <param name="arguments">Arguments, each passed as it is.</param>
    /// <param name="folder">Current directory.</param>
    /// <param name="environment">Variables to set; a null value removes one.</param>
    /// <param name="cancellationToken">Kills the program and everything it started.</param>
    public static async Task<ProgramResult> RunAsync(
        string program,
        IEnumerable<string> arguments,
        string folder,
        IReadOnlyDictionary<string, string?>? environment = null,
        CancellationToken cancellationToken = default)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>())
        {
            start.Environment[name] = value;
        }

        using var process = await StartAsync(start, cancellationToken);
        process.StandardInput.Close();
        await using var kill = cancellationToken.Register(() => process.Kill(entireProcessTree: true));
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        await process.WaitForExitAsync(cancellationToken);
        return new(process.ExitCode, await output, await errors);
    }

    // A program that was just written may be open for writing in a child that another test starts at this moment, until that child becomes its own
    // program; Linux refuses to run it so long (https://man7.org/linux/man-pages/man2/execve.2.html, ETXTBSY).
    private static async Task<Process> StartAsync(ProcessStartInfo start, CancellationToken cancellationToken)
    {
        const int TextFileBusy = 26;
        const int Attempts = 50;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return Process.Start(start) ?? throw new InvalidOperationException($"{start.FileName} did not start.");
            }
            catch (Win32Exception busy) when (OperatingSystem.IsLinux() && busy.NativeErrorCode == TextFileBusy && attempt < Attempts)
            {
                await Task.Delay(100, cancellationToken);
            }
        }
    }
}
