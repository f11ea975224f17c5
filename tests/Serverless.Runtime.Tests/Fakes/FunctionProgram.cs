using System.Diagnostics;
using System.Reflection;
using System.Text;

namespace Serverless.Fakes;

/// <summary>SurpriseFunction in a process of its own.</summary>
internal sealed class FunctionProgram : IAsyncDisposable
{
    private static readonly string s_assembly = typeof(FunctionProgram).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "SurpriseFunction").Value!;

    private readonly Process _process;
    private readonly StringBuilder _output = new();

    private FunctionProgram(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Append(line.Data);
        process.ErrorDataReceived += (_, line) => Append(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    internal int Id => _process.Id;

    /// <summary>Everything written so far, to standard output and standard error.</summary>
    internal string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    internal static FunctionProgram Start(string surprise, string? runtimeApi, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", s_assembly, surprise])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment.Remove("AWS_LAMBDA_RUNTIME_API");
        start.Environment["AWS_LAMBDA_FUNCTION_NAME"] = "surprise";
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        if (runtimeApi is not null)
        {
            start.Environment["AWS_LAMBDA_RUNTIME_API"] = runtimeApi;
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return new FunctionProgram(Process.Start(start)!);
    }

    /// <summary>Waits for the exit code, and for all output.</summary>
    internal async Task<int> ExitAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
        return _process.ExitCode;
    }

    /// <summary>Sends SIGTERM, as Lambda does before it takes an environment down; not in the first moment of a function, which does not listen then.</summary>
    internal async Task TerminateAsync()
    {
        await ListensForTerminationAsync();
        using var kill = Process.Start("kill", ["-TERM", Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Waits for the thread that hands signals to .NET, where there is a way to see it, and a moment more for its handler.</summary>
    private async Task ListensForTerminationAsync()
    {
        var threads = $"/proc/{Id}/task";
        for (var i = 0; i < 500 && Directory.Exists(threads) && !Directory.GetDirectories(threads).Any(IsForSignals); i++)
        {
            await Task.Delay(10);
        }

        await Task.Delay(100);
    }

    private static bool IsForSignals(string thread)
    {
        try
        {
            return File.ReadAllText(Path.Combine(thread, "comm")).StartsWith(".NET SigHandler", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }

    internal async Task SaysAsync(string text)
    {
        for (var i = 0; i < 2000 && !Output.Contains(text, StringComparison.Ordinal); i++)
        {
            await Task.Delay(10);
        }

        Assert.Contains(text, Output, StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private void Append(string? line)
    {
        lock (_output)
        {
            _output.AppendLine(line);
        }
    }
}
