using System.Globalization;
using System.Text.Json;
using Microsoft.Build.Utilities;
using Serverless.Testing;

namespace Serverless.Tasks.Tests;

/// <summary>A build's own restore is left out while all that it reads and writes is as it was, and asked for otherwise.</summary>
public sealed class RecordingARestore : IDisposable
{
    private static readonly DateTime Earlier = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private readonly TemporaryFolder _folder = new();
    private readonly RecordingBuildEngine _engine = new();

    public RecordingARestore()
    {
        _folder.Write("app/app.csproj", """<Project Sdk="Serverless.Sdk/1.0.0"><ItemGroup><ServerlessFunctionProject Include="../first/first.csproj" /><Compile Include="../shared/Linked.cs" /></ItemGroup></Project>""");
        _folder.Write("app/template.yaml", "Resources: {}");
        _folder.Write("app/Program.cs", "return;");
        _folder.Write("first/first.csproj", """<Project Sdk="Microsoft.NET.Sdk"><ItemGroup><PackageReference Include="Some" Version="1.0.0" /></ItemGroup></Project>""");
        _folder.Write("shared/Linked.cs", "class Linked;");
        _folder.Write("packages/some/1.0.0/some.1.0.0.nupkg.sha512", "hash");
        _folder.Write("home/NuGet.Config", "<configuration />");
        Restored("app", "[1.0.0, )");
        Restored("first", "[1.0.0, )");
        foreach (var file in Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories))
        {
            File.SetLastWriteTimeUtc(file, Earlier);
        }
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void NothingIsRestoredAgainThatIsAsItWas()
    {
        Assert.False(IsUnchanged());
        Record();
        Assert.True(IsUnchanged());
        Assert.Equal("Nothing has changed since the last restore.", _engine.Messages[^1].Message);
    }

    public static TheoryData<string> Changes => [.. Edits.Keys];

    private static readonly Dictionary<string, Action<TemporaryFolder>> Edits = new()
    {
        ["the project file"] = folder => folder.Write("app/app.csproj", """<Project Sdk="Serverless.Sdk/1.0.0" />"""),
        ["the project file of a function"] = folder => folder.Write("first/first.csproj", """<Project Sdk="Microsoft.NET.Sdk" />"""),
        ["a project's user file"] = folder => folder.Write("first/first.csproj.user", "<Project />"),
        ["the template, which may ask for another architecture"] = folder => folder.Write("app/template.yaml", "Resources: {} # arm64"),
        ["versions for many projects that were not there"] = folder => folder.Write("Directory.Packages.props", "<Project />"),
        ["a Directory.Build.props that was not there"] = folder => folder.Write("first/Directory.Build.props", "<Project />"),
        ["the version of the SDK"] = folder => folder.Write("global.json", "{}"),
        ["NuGet's settings that were not there"] = folder => folder.Write("nuget.config", "<configuration />"),
        ["NuGet's settings of the user"] = folder => folder.Write("home/NuGet.Config", "<configuration></configuration>"),
        ["a lock file that was not there"] = folder => folder.Write("first/packages.lock.json", "{}"),
        ["a package that is gone"] = folder => File.Delete(folder["packages/some/1.0.0/some.1.0.0.nupkg.sha512"]),
        ["what restore wrote of the project"] = folder => folder.Write("app/obj/project.assets.json", "{}"),
        ["what restore wrote of the project that is gone"] = folder => File.Delete(folder["app/obj/app.csproj.nuget.g.targets"]),
        ["what restore wrote of a function"] = folder => File.Delete(folder["first/obj/project.assets.json"]),
        ["NuGet's own note"] = folder => folder.Write("first/obj/project.nuget.cache", "{}"),
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void AnyChangeCounts(string what)
    {
        Record();
        Edits[what](_folder);
        Assert.False(IsUnchanged());
        Assert.Matches(@"^Packages are restored: .* has changed\.$", _engine.Messages[^1].Message);
    }

    [Theory]
    [InlineData("app/Program.cs")]
    [InlineData("app/More.cs")]
    [InlineData("shared/Linked.cs")]
    [InlineData("app/obj/Debug/app.dll")]
    [InlineData("app/obj/serverless/restore/first/project.assets.json")]
    public void SourcesAndWhatBuildsWriteDoNot(string path)
    {
        Record();
        _folder.Write(path, "another");
        Assert.True(IsUnchanged());
    }

    [Fact]
    public void PropertiesAndVersionsCountButNotThoseOfOneRestore()
    {
        Record();
        _engine.GlobalProperties["MSBuildRestoreSessionId"] = "another";
        _engine.GlobalProperties["ServerlessRestoreNow"] = "true";
        Assert.True(IsUnchanged());
        Assert.False(IsUnchanged(versions: "10.0.402"));
        Assert.Equal("Packages are restored: versions of the .NET SDK or Serverless.Sdk are others.", _engine.Messages[^1].Message);
        _engine.GlobalProperties["Framework"] = "net10.0";
        Assert.False(IsUnchanged());
        Assert.Equal("Packages are restored: properties are others.", _engine.Messages[^1].Message);
    }

    [Fact]
    public void AFileThatHasChangedDuringTheRestoreMayBeRestoredFromEitherState()
    {
        File.SetLastWriteTimeUtc(_folder["first/first.csproj"], Earlier.AddMinutes(1));
        Record(evaluatedAt: Earlier.AddMinutes(1), started: Earlier);
        Assert.False(IsUnchanged());
        Assert.Empty(Directory.GetFiles(_folder["app/obj/serverless/results"]));

        Record(evaluatedAt: Earlier.AddMinutes(2), started: Earlier);
        Assert.True(IsUnchanged());
        Record(evaluatedAt: Earlier.AddMinutes(1).AddSeconds(1), started: Earlier.AddMinutes(1).AddSeconds(0.5));
        Assert.True(IsUnchanged());
    }

    [Theory]
    [InlineData("""<Target Name="T" BeforeTargets="CollectPackageReferences"><Exec Command="date" /></Target>""", "uses the task Exec")]
    [InlineData("""<ItemGroup><PackageReference Include="A" Version="$([System.IO.File]::ReadAllText('version.txt'))" /></ItemGroup>""", "reads more than its arguments")]
    [InlineData("""<PropertyGroup><NuGetLockFilePath>locks/own.json</NuGetLockFilePath></PropertyGroup>""", "has its lock file in a place of its own")]
    [InlineData("""<ItemGroup><ProjectReference Include="../gone/gone.csproj" /></ItemGroup>""", "gone.csproj is not there")]
    public void AProjectThatMayReadAnythingIsRestoredEachTimeAndANoteSaysWhy(string body, string reason)
    {
        Record();
        _folder.Write("first/first.csproj", $"""<Project Sdk="Microsoft.NET.Sdk">{body}</Project>""");
        File.SetLastWriteTimeUtc(_folder["first/first.csproj"], Earlier);
        Record();
        Assert.False(File.Exists(RecordPath));
        Assert.Contains(reason, File.ReadAllText($"{RecordPath}.none"), StringComparison.Ordinal);
        Assert.Contains(reason, _engine.Messages[^1].Message, StringComparison.Ordinal);

        _folder.Write("first/first.csproj", """<Project Sdk="Microsoft.NET.Sdk" />""");
        File.SetLastWriteTimeUtc(_folder["first/first.csproj"], Earlier);
        Record();
        Assert.True(IsUnchanged());
        Assert.False(File.Exists($"{RecordPath}.none"));
    }

    [Fact]
    public void AVersionThatIsAPatternIsLookedUpEachTime()
    {
        Restored("first", "[1.*, )");
        Record();
        Assert.False(IsUnchanged());
        Assert.Contains("the version of Some is a pattern", _engine.Messages.Select(message => message.Message).Aggregate("", string.Concat), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("true", """[{"code": "NU1903", "level": "Warning", "message": "vulnerable"}]""", "had something to say")]
    [InlineData("false", "[]", "had something to say")]
    [InlineData("maybe", "[]", "cannot be read")]
    public void WarningsAreSaidAgainByNuGetItself(string success, string logs, string reason)
    {
        Restored("first", "[1.0.0, )", success, logs);
        Record();
        Assert.False(IsUnchanged());
        Assert.Contains(reason, File.ReadAllText($"{RecordPath}.none"), StringComparison.Ordinal);
    }

    [Fact]
    public void TargetsThatAPropertyBringsInAreUnknown()
    {
        _engine.GlobalProperties["CustomAfterMicrosoftCommonTargets"] = _folder.Write("my.targets", "<Project />");
        Record();
        Assert.False(IsUnchanged());
    }

    [Fact]
    public void WhatRestoreWritesMayLieInAFolderOfItsOwn()
    {
        foreach (var name in (string[])["app", "first"])
        {
            Directory.CreateDirectory(_folder["artifacts/obj"]);
            Directory.Move(_folder[$"{name}/obj"], _folder[$"artifacts/obj/{name}"]);
        }

        Record(restoreFolder: "artifacts/obj");
        Assert.True(IsUnchanged());
        File.Delete(_folder["artifacts/obj/first/project.assets.json"]);
        Assert.False(IsUnchanged());
    }

    private string RecordPath => _folder["app/obj/serverless/results/restore.result"];

    private void Record(DateTime? evaluatedAt = null, DateTime? started = null, string restoreFolder = "app/obj")
    {
        using var task = new RecordRestore
        {
            BuildEngine = _engine,
            ProjectPath = _folder["app/app.csproj"],
            RecordPath = RecordPath,
            EvaluatedAt = (evaluatedAt ?? DateTime.UtcNow).Ticks.ToString(CultureInfo.InvariantCulture),
            Files = [.. ((string[])["app/template.yaml", "app/template.yml"]).Select(path => new TaskItem(_folder[path]))],
            RestoreFolders = [new TaskItem(_folder[restoreFolder])],
            OtherRestores = _folder["app/obj/serverless"],
            Versions = "10.0.401",
            Started = started ?? DateTime.UtcNow.AddHours(-1),
        };
        Assert.True(task.Execute(), string.Join('\n', _engine.Errors.Select(error => error.Message)));
    }

    private bool IsUnchanged(string versions = "10.0.401")
    {
        using var task = new TakeRecordedRestore { BuildEngine = _engine, RecordPath = RecordPath, Versions = versions };
        Assert.True(task.Execute(), string.Join('\n', _engine.Errors.Select(error => error.Message)));
        return task.IsUnchanged;
    }

    private void Restored(string name, string version, string success = "true", string logs = "[]")
    {
        string[] packages = [_folder["packages/some/1.0.0/some.1.0.0.nupkg.sha512"]];
        string[] settings = [_folder["home/NuGet.Config"]];
        var dependencies = new { dependencies = new { Some = new { version } } };
        _folder.Write($"{name}/obj/{name}.csproj.nuget.g.props", "<Project />");
        _folder.Write($"{name}/obj/{name}.csproj.nuget.g.targets", "<Project />");
        _folder.Write($"{name}/obj/project.nuget.cache", $$"""{"version": 2, "success": {{success}}, "expectedPackageFiles": {{JsonSerializer.Serialize(packages)}}, "logs": {{logs}}}""");
        _folder.Write($"{name}/obj/project.assets.json", JsonSerializer.Serialize(new { project = new { restore = new { configFilePaths = settings }, frameworks = new { net10 = dependencies, net9 = new { } } } }));
    }
}
