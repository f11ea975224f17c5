using System.Diagnostics;
using System.Text.Json;
using Serverless.Local.Functions;
using Serverless.Testing;

namespace Serverless.Local.Tests.Functions;

public sealed class AHostThatDies
{
    [Fact]
    public async Task HardLeavesNoFunctionsBehind()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "the watchdog needs /bin/sh");
        using var folder = new TemporaryFolder();
        var code = FunctionCode.PackTestFunction(folder["function.zip"]);
        var program = FunctionCode.TestFunctionFolder.Replace("TestFunction", "MortalHost", StringComparison.Ordinal);
        using var host = Process.Start(new ProcessStartInfo(DotnetCommand.Find()!, ["exec", Path.Combine(program, "MortalHost.dll"), folder.Path, code.Path, code.Sha256])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        var function = await ReadProcessAsync(host);
        var child = await ReadProcessAsync(host);
        Assert.Equal("ready", await host.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
        Assert.True(IsAlive(function));
        host.Kill();

        await Eventually.TrueAsync(() => !IsAlive(function));
        if (OperatingSystem.IsLinux())
        {
            await Eventually.TrueAsync(() => !IsAlive(child));
        }
    }

    [Fact]
    public async Task InOrderTakesItsWatchdogAlong()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "the watchdog needs /bin/sh");
        using var folder = new TemporaryFolder();
        var host = new FunctionHost(new FunctionHostOptions { CodeFolder = folder["code"] });
        await host.PutAsync(FunctionCode.Configure("f", FunctionCode.PackTestFunction(folder["function.zip"])), TestContext.Current.CancellationToken);
        await host.InvokeAsync(new InvocationRequest("f", "1"u8.ToArray()), TestContext.Current.CancellationToken);
        var watchdog = host.WatchdogId!.Value;
        Assert.True(IsAlive(watchdog));
        await host.DisposeAsync();

        await Eventually.TrueAsync(() => !IsAlive(watchdog));
        Assert.Empty(MarkedProcesses.Find($"{FunctionVariables.HostVariable}={host.Id}"));
    }

    private static async Task<int> ReadProcessAsync(Process host)
    {
        using var answer = JsonDocument.Parse((await host.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken))!);
        return answer.RootElement.GetProperty("process").GetInt32();
    }

    private static bool IsAlive(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return !process.HasExited && (!OperatingSystem.IsLinux() || !File.ReadAllText($"/proc/{id}/stat").Contains(") Z ", StringComparison.Ordinal));
        }
        catch (Exception exception) when (exception is ArgumentException or IOException)
        {
            return false;
        }
    }
}
