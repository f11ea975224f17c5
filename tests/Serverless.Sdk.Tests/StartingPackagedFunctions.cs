using System.IO.Compression;
using Serverless.Testing;

namespace Serverless.Sdk.Tests;

/// <summary>From a project to the answer of the function that was packaged of it.</summary>
public sealed class StartingPackagedFunctions(PackedSdkFixture fixture) : IDisposable
{
    // Where every user may look, unlike in the folder of the run.
    private readonly string _unzipped = Path.Combine(Path.GetTempPath(), $"serverless-unzipped-{Guid.NewGuid():N}");

    public void Dispose()
    {
        if (Directory.Exists(_unzipped))
        {
            Directory.Delete(_unzipped, recursive: true);
        }
    }

    [Theory]
    [InlineData("dotnet10", "ReadyToRun")]
    [InlineData("dotnet10", "IL")]
    [InlineData("provided.al2023", "SelfContained")]
    [InlineData("provided.al2023", "Trimmed")]
    [InlineData("provided.al2023", "NativeAot")]
    public async Task TheUnzippedFunctionAnswersAlsoAsAUserWhoOwnsNoneOfItsFiles(string runtime, string mode)
    {
        SkipWhereImpossible(mode);
        var app = PackagedApp.Create(fixture.Sdk, $$"""
              Hello:
                Type: AWS::Serverless::Function
                Metadata: { CompileMode: {{mode}} }
                Properties: { Handler: app, Runtime: {{runtime}} }
            """);
        await UnzipAsync(Assert.Single(await app.TargetResultAsync("Package", "build"))["FullPath"]);
        var function = runtime == "dotnet10" ? new StartedFunction(_unzipped, "dotnet", "exec", Path.Combine(_unzipped, "app.dll")) : Bootstrap;
        Assert.Equal(PackagedApp.Answer, await function.AnswerAsync(PackagedApp.Event));
        Assert.SkipWhen(StartedFunction.CannotChangeUser is not null, $"the function answered, but to nobody else: {StartedFunction.CannotChangeUser}");
        Assert.Equal(PackagedApp.Answer, await function.AsAnotherUser.AnswerAsync(PackagedApp.Event));
    }

    [Theory]
    [InlineData("PublishAot", false, false)]
    [InlineData("PublishTrimmed", true, false)]
    [InlineData("PublishSelfContained", true, true)]
    public async Task WhatTheProjectItselfSaysOfPublishingHolds(string property, bool hasRuntime, bool hasAllOfDotNet)
    {
        SkipWhereImpossible(property == "PublishAot" ? "NativeAot" : "");
        var app = PackagedApp.Create(fixture.Sdk, "  Hello: { Type: 'AWS::Serverless::Function', Properties: { Handler: app, Runtime: provided.al2023 } }", $"<{property}>true</{property}>");
        await UnzipAsync(Assert.Single(await app.TargetResultAsync("Package", "build"))["FullPath"]);
        Assert.Equal(PackagedApp.Answer, await Bootstrap.AnswerAsync(PackagedApp.Event));
        var files = Directory.GetFiles(_unzipped).Select(Path.GetFileName).ToList();
        Assert.Equal((hasRuntime, hasAllOfDotNet), (files.Contains("libcoreclr.so"), files.Contains("System.Xml.Linq.dll")));
    }

    private StartedFunction Bootstrap => new(_unzipped, Path.Combine(_unzipped, "bootstrap"));

    /// <summary>Skips a test of native programs where there is no compiler or linker for them, and of Linux programs elsewhere.</summary>
    internal static void SkipWhereImpossible(string mode)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && System.Runtime.InteropServices.RuntimeInformation.OSArchitecture == System.Runtime.InteropServices.Architecture.X64, "packaged functions start on Linux (x64) only");
        Assert.SkipWhen(mode == "NativeAot" && OutsideProgram.Find("gcc") is null && OutsideProgram.Find("clang") is null, "neither gcc nor clang is installed");
    }

    // By another implementation, where there is one.
    private async Task UnzipAsync(string zip)
    {
        if (OutsideProgram.Find("unzip") is null)
        {
            await ZipFile.ExtractToDirectoryAsync(zip, _unzipped, TestContext.Current.CancellationToken);
            return;
        }

        Directory.CreateDirectory(_unzipped);
        (await OutsideProgram.RunAsync("unzip", ["-q", zip], _unzipped, cancellationToken: TestContext.Current.CancellationToken)).Succeeded();
    }
}
