using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
using Serverless.Testing;

namespace Serverless.Tasks.Tests;

/// <summary>A project is not built again while everything that it is built from is as it was, and is built again otherwise.</summary>
public sealed class RecordingResults : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly RecordingBuildEngine _engine = new();

    public RecordingResults()
    {
        _folder.Write("app/app.csproj", """<Project Sdk="Microsoft.NET.Sdk"><ItemGroup><ProjectReference Include="../lib/lib.csproj" /><Compile Include="../shared/Linked.cs" /></ItemGroup></Project>""");
        _folder.Write("app/Program.cs", "return;");
        _folder.Write("app/obj/app.csproj.nuget.g.props", "<Project />");
        _folder.Write("app/obj/project.assets.json", "{}");
        _folder.Write("app/obj/app.dll", "compiled");
        _folder.Write("app/obj/R2R/app.dll", "published");
        _folder.Write("lib/lib.csproj", """<Project Sdk="Microsoft.NET.Sdk" />""");
        _folder.Write("lib/deep/Lib.cs", "class Lib;");
        _folder.Write("lib/tools/bin/tool", "deployed");
        _folder.Write("lib/obj/lib.csproj.nuget.g.props", "<Project />");
        _folder.Write("shared/Linked.cs", "class Linked;");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void WhatItReturnedIsReturnedAgainWithAllThatWasSaidOfIt()
    {
        Assert.Single(Take().Changed);
        Build();
        var task = Take();
        Assert.Empty(task.Changed);
        var item = Assert.Single(task.Items);
        Assert.Equal(_folder["app/obj/R2R/app.dll"], item.ItemSpec);
        Assert.Equal("app (100%); $(x).dll", item.GetMetadata("RelativePath"));
        Assert.Equal(_folder["app/app.csproj"], item.GetMetadata("ProjectPath"));
        Assert.Contains(_engine.Messages, message => message.Message == $"{_folder["app/app.csproj"]} is unchanged (RuntimeIdentifier=linux-x64).");
        var told = Assert.IsType<ExtendedCustomBuildEventArgs>(Assert.Single(_engine.CustomEvents));
        Assert.Equal((TakeRecordedResults.UnchangedEvent, "app linux-x64 unchanged"), (told.ExtendedType, told.ExtendedData));
    }

    public static TheoryData<string> Changes => [.. Edits.Keys];

    private static readonly Dictionary<string, Action<TemporaryFolder>> Edits = new()
    {
        ["a source"] = folder => folder.Write("app/Program.cs", "return 1;"),
        ["a source of a referenced project"] = folder => folder.Write("lib/deep/Lib.cs", "class Other;"),
        ["a linked file"] = folder => folder.Write("shared/Linked.cs", "class Other;"),
        ["a linked file that is gone"] = folder => File.Delete(folder["shared/Linked.cs"]),
        ["a new source"] = folder => folder.Write("lib/deep/More.cs", ""),
        ["a new source that is as old as the others"] = folder => File.SetLastWriteTimeUtc(folder.Write("lib/deep/More.cs", ""), new(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc)),
        ["a source that is gone"] = folder => File.Delete(folder["lib/deep/Lib.cs"]),
        ["a source with another name"] = folder => File.Move(folder["lib/deep/Lib.cs"], folder["lib/deep/lib.cs2"]),
        ["a new folder"] = folder => Directory.CreateDirectory(folder["lib/more"]),
        ["a link in the place of a file"] = folder => File.CreateSymbolicLink(folder["lib/Link.cs"], folder["shared/Linked.cs"]),
        ["a folder named bin that no project writes to"] = folder => folder.Write("lib/tools/bin/tool", "another"),
        ["the project file"] = folder => folder.Write("lib/lib.csproj", """<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup /></Project>"""),
        ["a project's user file"] = folder => folder.Write("app/app.csproj.user", "<Project />"),
        ["a Directory.Build.props that was not there"] = folder => folder.Write("Directory.Build.props", "<Project />"),
        ["an .editorconfig that was not there"] = folder => folder.Write("lib/.editorconfig", ""),
        ["what restore found"] = folder => folder.Write("app/obj/project.assets.json", "{ }"),
        ["a published file"] = folder => folder.Write("app/obj/R2R/app.dll", "tampered"),
        ["a published file that is gone"] = folder => File.Delete(folder["app/obj/R2R/app.dll"]),
        ["the compiled assembly"] = folder => File.Delete(folder["app/obj/app.dll"]),
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void AnyChangeCounts(string what)
    {
        Build();
        Edits[what](_folder);
        var task = Take();
        Assert.Single(task.Changed);
        Assert.Empty(task.Items);
        Assert.Matches(@" is built \(RuntimeIdentifier=linux-x64\): .* has changed\.$", _engine.Messages[^1].Message);
    }

    [Theory]
    [InlineData("app/bin/Debug/app.dll")]
    [InlineData("app/obj/Debug/app.dll")]
    [InlineData("lib/obj/Debug/lib.dll")]
    [InlineData("lib/.git/index")]
    [InlineData("app/out/serverless.manifest.json")]
    [InlineData("unrelated/Program.cs")]
    public void WhatBuildsWriteAndWhatLiesElsewhereDoesNot(string path)
    {
        Build();
        _folder.Write(path, "written");
        Assert.Empty(Take().Changed);
    }

    [Fact]
    public void PropertiesVersionsAndTheEnvironmentCount()
    {
        Build();
        Assert.Single(Take(task => task.Properties = "Configuration=Debug").Changed);
        Assert.Single(Take(task => task.Versions = "10.0.402").Changed);
        _engine.GlobalProperties["Version"] = "1.2.4";
        Assert.Single(Take().Changed);
        _engine.GlobalProperties.Clear();
        Assert.Empty(Take().Changed);
    }

    [Fact]
    public void PropertiesThatDoNotReachTheProjectDoNotCount()
    {
        Build();
        _engine.GlobalProperties["ServerlessStackName"] = "another";
        _engine.GlobalProperties["Configuration"] = "Debug";
        _engine.GlobalProperties["MSBuildRestoreSessionId"] = "another";
        Assert.Empty(Take(task => task.RemoveProperties = "OutputPath;ServerlessStackName").Changed);
    }

    [Fact]
    public void AFileThatAPropertyNamesCounts()
    {
        _engine.GlobalProperties["AssemblyOriginatorKeyFile"] = _folder.Write("key.snk", "key");
        Build();
        Assert.Empty(Take().Changed);
        _folder.Write("key.snk", "another");
        Assert.Single(Take().Changed);
    }

    [Fact]
    public void TargetsThatAPropertyBringsInAreUnknown()
    {
        _engine.GlobalProperties["CustomAfterMicrosoftCommonTargets"] = _folder.Write("my.targets", "<Project />");
        Build();
        Assert.Single(Take().Changed);
        Assert.Contains(_engine.Messages, message => message.Message!.Contains($"is built each time: a property or an environment variable brings in {_folder["my.targets"]}.", StringComparison.Ordinal));
    }

    [Fact]
    public void AChangeDuringTheBuildCounts()
    {
        Build(meanwhile: () => _folder.Write("app/Program.cs", "return 2;"));
        Assert.Single(Take().Changed);
        Build();
        Assert.Empty(Take().Changed);
    }

    [Fact]
    public void AnUnknownInputIsSaidAndNothingRecorded()
    {
        Build();
        _folder.Write("app/Directory.Build.targets", """<Project><Target Name="T"><Exec Command="date" /></Target></Project>""");
        Build();
        Assert.Single(Take().Changed);
        Assert.Contains(_engine.Messages, message => message.Message == $"{_folder["app/app.csproj"]} is built each time: {_folder["app/Directory.Build.targets"]}(1) uses the task Exec.");
    }

    [Fact]
    public void ResultsAreThoseOfTheirProjectAndRuntimeIdentifier()
    {
        using var describe = Prepared(new DescribeInputs { Projects = [Project("linux-x64"), Project("linux-arm64")] });
        Assert.True(describe.Execute());
        using var record = Prepared(new RecordResults { Projects = describe.Projects, Items = [Item("linux-x64")] });
        Assert.True(record.Execute());
        using var take = Prepared(new TakeRecordedResults { Projects = describe.Projects });
        Assert.True(take.Execute());
        Assert.Equal("RuntimeIdentifier=linux-arm64", Assert.Single(take.Changed).GetMetadata("AdditionalProperties"));
    }

    [Fact]
    public void ImagesAreMadeEachTime()
    {
        var project = Project("linux-x64");
        project.SetMetadata("Image", "true");
        Build(project);
        using var take = Prepared(new TakeRecordedResults { Projects = [project] });
        Assert.True(take.Execute());
        Assert.Single(take.Changed);
    }

    [Fact]
    public void ABrokenRecordIsNone()
    {
        Build();
        var record = Assert.Single(Directory.GetFiles(_folder["results"]));
        foreach (var length in (int[])[0, 3, 40, 200])
        {
            File.WriteAllBytes(record, File.ReadAllBytes(record)[..Math.Min(length, (int)new FileInfo(record).Length)]);
            Assert.Single(Take().Changed);
            Build();
            Assert.Empty(Take().Changed);
        }
    }

    private void Build(Action? meanwhile = null) => Build(Project("linux-x64"), meanwhile);

    private void Build(ITaskItem project, Action? meanwhile = null)
    {
        using var describe = Prepared(new DescribeInputs { Projects = [project] });
        Assert.True(describe.Execute(), string.Join('\n', _engine.Errors.Select(error => error.Message)));
        meanwhile?.Invoke();
        using var record = Prepared(new RecordResults { Projects = [project], Items = [Item("linux-x64")] });
        Assert.True(record.Execute(), string.Join('\n', _engine.Errors.Select(error => error.Message)));
    }

    private TakeRecordedResults Take(Action<TakeRecordedResults>? change = null)
    {
        var task = Prepared(new TakeRecordedResults { Projects = [Project("linux-x64")] });
        change?.Invoke(task);
        Assert.True(task.Execute(), string.Join('\n', _engine.Errors.Select(error => error.Message)));
        return task;
    }

    private TaskItem Project(string runtimeIdentifier)
    {
        var item = new TaskItem(_folder["app/app.csproj"]);
        item.SetMetadata("AdditionalProperties", $"RuntimeIdentifier={runtimeIdentifier}");
        return item;
    }

    private TaskItem Item(string runtimeIdentifier)
    {
        var item = new TaskItem(_folder["app/obj/R2R/app.dll"]);
        item.SetMetadata("ProjectPath", _folder["app/app.csproj"]);
        item.SetMetadata("RelativePath", "app (100%25); %24(x).dll");
        item.SetMetadata("RuntimeIdentifier", runtimeIdentifier);
        item.SetMetadata("AssemblyPath", _folder["app/obj/app.dll"]);
        return item;
    }

    private T Prepared<T>(T task)
        where T : ResultTask
    {
        task.BuildEngine = _engine;
        task.Properties = "Configuration=Release;ServerlessInnerBuild=true";
        task.Versions = "10.0.401";
        task.Ignored = [new TaskItem(_folder["app/out/"])];
        task.RecordsPath = _folder["results"];
        return task;
    }
}
