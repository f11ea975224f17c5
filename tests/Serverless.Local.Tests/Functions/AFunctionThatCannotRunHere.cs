using System.Runtime.InteropServices;
using System.Text;
using Serverless.Diagnostics;
using Serverless.Local.Functions;

namespace Serverless.Local.Tests.Functions;

public sealed class AFunctionThatCannotRunHere(ProcessFixture fixture) : IClassFixture<ProcessFixture>
{
    private const int Executable = 0x81ed << 16;
    private const int Plain = 0x81a4 << 16;

    [Theory]
    [InlineData("dotnet10", "App::App.Function::Handle", "SLS0852")]
    [InlineData("nodejs22.x", "index.handler", "SLS0853")]
    [InlineData("python3.13", "app.handler", "SLS0853")]
    [InlineData("dotnet10", "TestFunktion", "SLS0855")]
    [InlineData("dotnet10", "../TestFunction", "SLS0855")]
    [InlineData("provided.al2023", "TestFunction", "SLS0855")]
    public async Task SaysWhyInItsAnswer(string runtime, string handler, string code)
    {
        var function = fixture.TestFunction($"cannot-{Guid.NewGuid():n}") with { Runtime = runtime, Handler = handler };
        var result = await fixture.PutAndInvokeAsync(function, "1");

        Assert.Equal("Unhandled", result.FunctionError);
        Assert.StartsWith($$"""{"errorType":"Runtime.InvalidEntrypoint","errorMessage":"{{code}}: """, result.Text(), StringComparison.Ordinal);
        Assert.Equal(0, fixture.Host.CountEnvironments(function.Name));
    }

    [Fact]
    public async Task SuggestsTheHandlerThatWasMeant()
    {
        var result = await fixture.PutAndInvokeAsync(fixture.TestFunction("typo") with { Handler = "TestFunktion" }, "1");

        Assert.Contains("Did you mean 'TestFunction'?", result.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task BecauseItsProgramIsForAnotherProcessorSaysSo()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the answer names the machine's own system");
        var foreign = RuntimeInformation.OSArchitecture == Architecture.X64 ? (byte)0xb7 : (byte)0x3e;
        byte[] elf = [0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 0, foreign, 0];
        var function = FunctionCode.Configure("foreign", fixture.Pack("foreign.zip", ("bootstrap", elf, Executable))) with { Runtime = "provided.al2023" };
        var result = await fixture.PutAndInvokeAsync(function, "1");

        Assert.Contains("SLS0854", result.Text(), StringComparison.Ordinal);
        Assert.Contains(foreign == 0xb7 ? "for arm64" : "for x86_64", result.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task BecauseItsProgramMayNotBeExecutedSaysSo()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "modes are Unix'");
        var function = FunctionCode.Configure("nomode", fixture.Pack("nomode.zip", ("bootstrap", "#!/bin/sh\n"u8.ToArray(), Plain))) with { Runtime = "provided.al2023" };

        Assert.Contains("mode 0755", (await fixture.PutAndInvokeAsync(function, "1")).Text(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task BecauseThereIsNoDotnetSaysSo()
    {
        await using var host = new FunctionHost(fixture.Options with { DotnetPath = null });
        await host.PutAsync(fixture.TestFunction("nodotnet"), TestContext.Current.CancellationToken);
        var result = await host.InvokeAsync(new InvocationRequest("nodotnet", "1"u8.ToArray()), TestContext.Current.CancellationToken);

        Assert.Contains("SLS0857", Encoding.UTF8.GetString(result.Payload.Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task BecauseItSetsReservedVariablesIsRefusedAtOnce()
    {
        var function = fixture.TestFunction("reserved") with { Environment = new Dictionary<string, string> { ["AWS_REGION"] = "x", ["FINE"] = "y", ["_HANDLER"] = "z" } };
        var exception = await Assert.ThrowsAsync<DiagnosticException>(() => fixture.Host.PutAsync(function, TestContext.Current.CancellationToken));

        Assert.Equal("SLS0850", Assert.Single(exception.Diagnostics).Code);
        Assert.Contains("AWS_REGION, _HANDLER", exception.Message, StringComparison.Ordinal);
        Assert.Null(fixture.Host.Find("reserved"));
    }

    [Theory]
    [InlineData("7f45", Architecture.X64, "Linux", null)]
    [InlineData("7f454c4602010100000000000000000003003e00", Architecture.X64, "Linux", null)]
    [InlineData("7f454c460201010000000000000000000300b700", Architecture.X64, "Linux", "is a Linux program for arm64, and this machine is x86_64.")]
    [InlineData("7f454c4602010100000000000000000003003e00", Architecture.Arm64, "Linux", "is a Linux program for x86_64, and this machine is arm64.")]
    [InlineData("7f454c4602010100000000000000000003003e00", Architecture.X64, "macOS", "is a Linux program, and this machine runs macOS.")]
    [InlineData("4d5a9000", Architecture.X64, "Linux", "is a Windows program, and this machine runs Linux.")]
    [InlineData("cffaedfe", Architecture.Arm64, "Linux", "is a macOS program, and this machine runs Linux.")]
    [InlineData("cffaedfe", Architecture.Arm64, "macOS", null)]
    [InlineData("23212f62696e2f7368", Architecture.X64, "Linux", null)]
    [InlineData("", Architecture.X64, "Linux", null)]
    public void IsKnownByItsFirstBytes(string head, Architecture machine, string system, string? complaint) =>
        Assert.Equal(complaint, ProgramFormat.Complaint(Convert.FromHexString(head), machine, system));
}
