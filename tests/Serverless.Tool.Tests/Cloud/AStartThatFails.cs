using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Serverless.Diagnostics;
using Serverless.Local;
using Serverless.Testing;

namespace Serverless.Tool.Cloud;

public sealed class AStartThatFails
{
    [Theory]
    [InlineData("start")]
    [InlineData("serve")]
    public async Task BecauseOfATakenPortSaysSo(string verb)
    {
        await using var home = new ToolHome();
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = $"{((IPEndPoint)other.LocalEndpoint).Port}";

        var result = await home.RunAsync("local", verb, "--port", port);

        AssertFailed(result, LocalDiagnostics.PortUnavailable.Code);
        Assert.Contains($"port {port} of 127.0.0.1", result.Errors, StringComparison.Ordinal);
        Assert.Null(home.Record);
    }

    [Theory]
    [InlineData("start")]
    [InlineData("serve")]
    public async Task BecauseItsFolderIsAFileSaysSo(string verb)
    {
        await using var folder = new ToolHome();
        await using var home = new ToolHome { Path = folder.Write("file", "") };

        AssertFailed(await home.RunAsync("local", verb), HomeFolder.Unwritable.Code);
    }

    [Theory]
    [InlineData("port")]
    [InlineData("local-cloud.json")]
    [InlineData("local-cloud.log")]
    public async Task BecauseOfAFolderInPlaceOfAFileSaysSo(string name)
    {
        await using var home = new ToolHome();
        Directory.CreateDirectory(Path.Combine(home.Path, name));

        AssertFailed(await home.RunAsync("local", "start"), HomeFolder.Unwritable.Code);
    }

    [Fact]
    public async Task TellsItInJsonOnTheErrorStream()
    {
        await using var folder = new ToolHome();
        await using var home = new ToolHome { Path = folder.Write("file", "") };

        var result = await home.RunAsync("local", "start", "--output", "json");

        Assert.Equal((ExitCodes.Failed, ""), (result.ExitCode, result.Output));
        Assert.Equal("SLS0892", JsonElement.Parse(result.Errors)[0].GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("echo no runtime here >&2; exit 3", "no runtime here")]
    [InlineData("exit 3", "did not say why")]
    [InlineData("sleep 60", "did not answer within 1 seconds")]
    public async Task WithoutAComplaintOfItsOwnIsReportedWithWhatItSaid(string script, string said)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "shell scripts are Unix'");
        using var home = new TemporaryFolder();
        var program = new ProcessStartInfo("/bin/sh", ["-c", script]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };

        var failure = await Assert.ThrowsAsync<DiagnosticException>(() => RunningCloud.StartAsync(home.Path, program, TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken));

        Assert.Equal("SLS0891", Assert.Single(failure.Diagnostics).Code);
        Assert.Contains(said, failure.Message, StringComparison.Ordinal);
    }

    private static void AssertFailed(ProgramResult result, string code)
    {
        Assert.Equal(ExitCodes.Failed, result.ExitCode);
        Assert.Equal("", result.Output);
        Assert.StartsWith($"error {code}: ", result.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Errors, StringComparison.Ordinal);
    }
}
