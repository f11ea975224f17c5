using System.Text.Json;
using System.Text.RegularExpressions;
using Serverless.Testing;

namespace Serverless.Sdk.Tests;

public sealed class BuildingWithTheTool(PackedSdkFixture fixture)
{
    private const string Project = "HelloApi/HelloApi.csproj";

    [Fact]
    public async Task PackagesAndFindsNothingToDoTheSecondTimeNorDoesDotNetBuild()
    {
        var app = Workspace.OfSample(fixture.Sdk, "HelloApi");
        var first = (await ToolAsync(app, "package", Project)).Succeeded();
        Assert.Matches(@"^HelloApi -> 1 artifact, 1 written \(", first.Output);
        Assert.Contains("HelloFunction, TimeFunction: ", first.Output, StringComparison.Ordinal);
        Assert.Contains($"manifest {app["HelloApi/bin/Debug/net10.0/serverless/serverless.manifest.json"]}", first.Output, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^restored \(", first.Errors);
        Assert.Matches(@"(?m)^Greetings compiled \(", first.Errors);
        Assert.Matches(@"(?m)^HelloApi linux-x64 published \(", first.Errors);
        Assert.Matches(@"(?m)^HelloApi-linux-x64\.zip: [0-9.]+ KB, \d+ files, written\r?$", first.Errors);

        var times = Times(app);
        var second = (await ToolAsync(app, "package", Project)).Succeeded();
        Assert.Matches(@"^HelloApi -> 1 artifact, unchanged \(", second.Output);
        Assert.Matches(@"(?m)^HelloApi linux-x64 unchanged\r?$", second.Errors);
        Assert.Single(Regex.Matches(second.Errors, @"(?m)^HelloApi-linux-x64\.zip: [0-9.]+ KB, \d+ files, unchanged\r?$"));
        Assert.Equal(times, Times(app));

        (await app.DotNetAsync("build", Project, "-t:Package")).Succeeded();
        Assert.Equal(times, Times(app));
    }

    [Fact]
    public async Task FindsTheWorkOfDotNetBuildDone()
    {
        var app = Workspace.OfSample(fixture.Sdk, "HelloApi");
        (await app.DotNetAsync("build", Project)).Succeeded();
        (await app.DotNetAsync("build", Project, "-t:Package")).Succeeded();
        var times = Times(app);
        (await ToolAsync(app, "build", Project)).Succeeded();
        (await ToolAsync(app, "package", Project, "--no-restore")).Succeeded();
        Assert.Equal(times, Times(app));
    }

    [Fact]
    public async Task TranslationsAreMadeAsDotNetBuildMakesThem()
    {
        var app = Apps.OneFunction(fixture.Sdk);
        foreach (var name in (string[])["Texts.resx", "Texts.de.resx", "Texts.pt-BR.resx", "Texts.old.resx"])
        {
            app.Write(name, """
                <root>
                  <resheader name="resmimetype"><value>text/microsoft-resx</value></resheader>
                  <resheader name="version"><value>2.0</value></resheader>
                  <resheader name="reader"><value>System.Resources.ResXResourceReader</value></resheader>
                  <resheader name="writer"><value>System.Resources.ResXResourceWriter</value></resheader>
                  <data name="Hello"><value>Hallo</value></data>
                </root>
                """);
        }

        (await ToolAsync(app, "package")).Succeeded();
        using var zip = System.IO.Compression.ZipFile.OpenRead(app["bin/Debug/net10.0/serverless/app-linux-x64.zip"]);
        Assert.Equal(["de/app.resources.dll", "pt-BR/app.resources.dll"], zip.Entries.Select(entry => entry.FullName).Where(name => name.Contains('/', StringComparison.Ordinal)));
    }

    [Fact]
    public async Task SeveralProjectsAreBuiltByOtherNodesToo()
    {
        var app = Workspace.Empty(fixture.Sdk)
            .Write("app/app.csproj", Apps.Project("<Project Sdk=\"Serverless.Sdk/$(Version)\">", "<ItemGroup><ServerlessFunctionProject Include=\"../one/one.csproj;../two/two.csproj\" /></ItemGroup>"))
            .Write("one/one.csproj", Apps.Project("<Project Sdk=\"Serverless.Sdk/$(Version)\">"))
            .Write("two/two.csproj", Apps.Project("<Project Sdk=\"Microsoft.NET.Sdk\">"))
            .Write("app/template.yaml", """
                Transform: AWS::Serverless-2016-10-31
                Resources:
                  App: {Type: AWS::Serverless::Function, Properties: {CodeUri: ., Handler: app, Runtime: dotnet10}}
                  One: {Type: AWS::Serverless::Function, Properties: {CodeUri: ../one, Handler: one, Runtime: dotnet10}}
                  Two: {Type: AWS::Serverless::Function, Properties: {CodeUri: ../two, Handler: two, Runtime: dotnet10}}
                """);
        foreach (var project in (string[])["app", "one", "two"])
        {
            app.Write($"{project}/Program.cs", Apps.Program);
        }

        var result = (await ToolAsync(app, "package", "app")).Succeeded();
        Assert.StartsWith("app -> 3 artifacts, 3 written", result.Output, StringComparison.Ordinal);
        Assert.Contains("restored functions", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AMistakeInTheCodeIsShownOnceAtItsPlace()
    {
        var app = Apps.OneFunction(fixture.Sdk).Write("Program.cs", "return 0;\n#warning Nearly done\nint Broken() => nothing;\n");
        app.Edit("template.yaml", "Runtime: dotnet10", "Runtime: dotnet10\n      Architectures: [arm64]");
        var result = await ToolAsync(app, "package");
        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.Single(Regex.Matches(result.Errors, @"Program\.cs\(3,17\): error CS0103: .*'nothing'"));
        Assert.Single(Regex.Matches(result.Errors, @"Program\.cs\(2,10\): warning CS1030: "));
        Assert.Matches(@"(?m)^app linux-arm64 failed \(", result.Errors);
        Assert.Matches(@"(?m)^Package failed: 1 error, \d warnings? \(", result.Errors);
        Assert.False(Directory.Exists(app["bin/Debug/net10.0/serverless"]));
    }

    [Fact]
    public async Task AMistakeInTheTemplateIsShownAtItsPlace()
    {
        var app = Apps.OneFunction(fixture.Sdk);
        app.Edit("template.yaml", "Runtime: dotnet10", "Runtime: dotnet1O");
        foreach (var verb in (string[])["build", "package"])
        {
            var result = await ToolAsync(app, verb, "app.csproj");
            Assert.Equal((1, ""), (result.ExitCode, result.Output));
            Assert.Matches(@"template\.yaml\(8,16\): error SLS0306: ", result.Errors);
        }
    }

    [Fact]
    public async Task TheAnswerIsOneJsonDocument()
    {
        var app = Apps.OneFunction(fixture.Sdk);
        var json = JsonElement.Parse((await ToolAsync(app, "package", "--output", "json", "-c", "Release", "--size-report", "files")).Succeeded().Output);
        Assert.True(json.GetProperty("succeeded").GetBoolean());
        Assert.Equal(app["bin/Release/net10.0/serverless/serverless.manifest.json"], json.GetProperty("manifest").GetString());
        var artifact = Assert.Single(json.GetProperty("artifacts").EnumerateArray());
        Assert.Equal(new FileInfo(artifact.GetProperty("path").GetString()!).Length, artifact.GetProperty("size").GetInt64());
        Assert.Equal(["Hello"], artifact.GetProperty("logicalIds").EnumerateArray().Select(id => id.GetString()));
        Assert.True(artifact.GetProperty("written").GetBoolean());
        Assert.True(File.Exists(app["bin/Release/net10.0/serverless-reports/serverless.sizes.html"]));

        app.Write("Program.cs", "return nothing;");
        var failed = await ToolAsync(app, "package", "--output", "json");
        Assert.Equal(1, failed.ExitCode);
        var complaint = Assert.Single(JsonElement.Parse(failed.Output).GetProperty("diagnostics").EnumerateArray());
        Assert.Equal(("CS0103", app["Program.cs"]), (complaint.GetProperty("code").GetString(), complaint.GetProperty("file").GetString()));
    }

    [Fact]
    public async Task ASizeReportIsATableToo()
    {
        var result = (await ToolAsync(Apps.OneFunction(fixture.Sdk), "package", "--size-report", "table")).Succeeded();
        Assert.Contains("app.dll", result.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("app.dll", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ParametersReachTheTemplateAndNoLog()
    {
        const string Secret = "hunter;22%3B x=\"y\"";
        var app = Apps.OneFunction(fixture.Sdk);
        app.Edit("template.yaml", "Resources:", "Parameters:\n  Password: {Type: String, NoEcho: true, MinLength: 5}\n  Folder: {Type: String}\nResources:");
        app.Edit("template.yaml", "CodeUri: .", "CodeUri: !Ref Folder");
        app.Edit("app.csproj", "</Project>", "<ItemGroup><ServerlessParameter Include=\"Folder\" Value=\"nowhere\" /></ItemGroup></Project>");
        var result = await ToolAsync(app, "package", "-bl", "--parameter-overrides", $"Password={Secret}", "Folder=.");
        result.Succeeded();
        Assert.DoesNotContain("hunter", result.All, StringComparison.Ordinal);

        Assert.Contains("ServerlessParameter_Password", await LogAsync(app), StringComparison.Ordinal);
        Assert.DoesNotContain("hunter", await LogAsync(app), StringComparison.Ordinal);
        Assert.All(Directory.EnumerateFiles(app["obj"], "*", SearchOption.AllDirectories), file => Assert.DoesNotContain("hunter", File.ReadAllText(file), StringComparison.Ordinal));
    }

    [Fact]
    public async Task EachValueOfAParameterIsChecked()
    {
        var app = Apps.OneFunction(fixture.Sdk);
        app.Edit("template.yaml", "Resources:", "Parameters:\n  Stage: {Type: String, AllowedValues: [dev, prod]}\nResources:");
        (await ToolAsync(app, "build", "--parameter-overrides", "Stage=dev")).Succeeded();
        var wrong = await ToolAsync(app, "build", "--parameter-overrides", "Stage=test");
        Assert.Equal(1, wrong.ExitCode);
        Assert.Matches(@"template\.yaml\(3,3\): error SLS0511: ", wrong.Errors);
        Assert.DoesNotContain("Serverless.props", wrong.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AProjectOfAnotherKindIsReported()
    {
        var app = Workspace.Empty(fixture.Sdk).Write("app.csproj", Apps.Project("<Project Sdk=\"Microsoft.NET.Sdk\">")).Write("Program.cs", Apps.Program);
        foreach (var verb in (string[])["build", "package"])
        {
            var result = await ToolAsync(app, verb);
            Assert.Equal((1, ""), (result.ExitCode, result.Output));
            Assert.Matches(@"app\.csproj: error SLS0022: ", result.Errors);
            Assert.False(Directory.Exists(app["bin"]));
        }
    }

    [Fact]
    public async Task AnSdkThatIsNotThereIsReportedOnce()
    {
        await RestoredAsync();
        var app = Apps.OneFunction(fixture.Sdk);
        app.Edit("app.csproj", fixture.Sdk.Version, "0.0.1");
        foreach (var option in (string[])["--restore", "--no-restore"])
        {
            var result = await ToolAsync(app, ["package", .. option == "--restore" ? (string[])[] : [option]]);
            Assert.Equal(1, result.ExitCode);
            Assert.Single(Regex.Matches(result.Errors, "error MSB4236"));
        }
    }

    [Fact]
    public async Task CtrlCEndsTheBuildAndLeavesNothingHalfWritten()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Signals are sent with kill.");
        InterruptSignal.SkipWhereIgnored();
        await RestoredAsync();
        var app = Workspace.OfSample(fixture.Sdk, "HelloApi");
        app.Edit(Project, "</Project>", "<Target Name=\"Linger\" BeforeTargets=\"CoreCompile\"><Exec Command=\"touch '$(MSBuildProjectDirectory)/started'; sleep 60\" /></Target></Project>");
        var running = OutsideProgram.RunAsync("/bin/sh", ["-c", "echo $$ > pid; exec dotnet exec \"$0\" package \"$1\"", fixture.Sdk.ToolAssembly, app[Project]], app.Path, fixture.Sdk.Environment, TestContext.Current.CancellationToken);
        while (!File.Exists(app["HelloApi/started"]))
        {
            Assert.False(running.IsCompleted, running.IsCompleted ? (await running).All : "");
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        (await OutsideProgram.RunAsync("/bin/kill", ["-INT", (await File.ReadAllTextAsync(app["pid"], TestContext.Current.CancellationToken)).Trim()], "/", environment: null, TestContext.Current.CancellationToken)).Succeeded();
        var result = await running;
        Assert.Equal((130, ""), (result.ExitCode, result.Output));
        Assert.EndsWith("Cancelled.", result.Errors.Trim(), StringComparison.Ordinal);
        Assert.False(Directory.Exists(app["HelloApi/bin/Debug/net10.0/serverless"]));
    }

    [Fact]
    public async Task TheToolBringsNothingOfMSBuild()
    {
        await RestoredAsync();
        var files = Directory.EnumerateFiles(Path.GetDirectoryName(fixture.Sdk.ToolAssembly)!, "*", SearchOption.AllDirectories).Select(Path.GetFileName);
        Assert.Equal(["Microsoft.Build.Locator.dll"], files.Where(file => file!.StartsWith("Microsoft.Build", StringComparison.Ordinal) && !file.EndsWith(".xml", StringComparison.Ordinal)).Distinct());
    }

    // Where the tool is, once a project has been restored.
    private async Task RestoredAsync()
    {
        if (!File.Exists(fixture.Sdk.ToolAssembly))
        {
            (await Apps.OneFunction(fixture.Sdk).DotNetAsync("restore")).Succeeded();
        }
    }

    private async Task<ProgramResult> ToolAsync(Workspace app, params string[] arguments)
    {
        await RestoredAsync();
        return await app.DotNetAsync(["exec", fixture.Sdk.ToolAssembly, .. arguments]);
    }

    private static async Task<string> LogAsync(Workspace app)
    {
        await using var file = File.OpenRead(app["msbuild.binlog"]);
        await using var text = new System.IO.Compression.GZipStream(file, System.IO.Compression.CompressionMode.Decompress);
        using var reader = new StreamReader(text, System.Text.Encoding.UTF8);
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }

    // Without the records of what was built, which say under which circumstances.
    private static Dictionary<string, DateTime> Times(Workspace app) =>
        Directory.EnumerateFiles(app.Path, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith(".result", StringComparison.Ordinal)).ToDictionary(file => file, File.GetLastWriteTimeUtc);
}
