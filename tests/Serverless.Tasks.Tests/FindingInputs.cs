using Serverless.Tasks.Results;
using Serverless.Testing;

namespace Serverless.Tasks.Tests;

/// <summary>What is read when a project is built is known without building it, or said to be unknown.</summary>
public sealed class FindingInputs : IDisposable
{
    private const string Nothing = "";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ItsFolderIsReadAndThatOfEachProjectItRefersToDirectlyOrNot()
    {
        Project("app", """<ItemGroup><ProjectReference Include="../near/near.csproj" /></ItemGroup>""");
        Project("near", """<ItemGroup><ProjectReference Include="..\deep\deep.csproj" PrivateAssets="all" /></ItemGroup>""");
        Project("deep", Nothing);
        Assert.Equal([_folder["app"], _folder["deep"], _folder["near"]], Find().Folders.Where(IsOurs));
    }

    [Fact]
    public void FilesOfTheFoldersAboveCountWhetherTheyAreThereOrNot()
    {
        Project("app", Nothing);
        _folder.Write("app/Directory.Build.props", """<Project><Import Project="$([MSBuild]::GetPathOfFileAbove('Directory.Build.props', '$(MSBuildThisFileDirectory)../'))" /></Project>""");
        _folder.Write("Directory.Build.props", "<Project />");
        string[] expected =
        [
            "app/Directory.Build.props", "Directory.Build.props", "app/Directory.Build.targets", "Directory.Build.targets", "app/Directory.Packages.props", "Directory.Packages.props", "app/.editorconfig", ".editorconfig",
            "global.json", "app/obj/project.assets.json", "app/obj/app.csproj.nuget.g.props",
        ];
        Assert.Empty(expected.Select(path => _folder[path]).Except(Find().Files));
    }

    [Fact]
    public void OnlyTheNearestFileAboveCountsThatDoesNotGoOn()
    {
        Project("app", Nothing);
        _folder.Write("app/Directory.Build.props", "<Project />");
        _folder.Write("Directory.Build.props", """<Project><UsingTask TaskName="T" AssemblyFile="t.dll" /></Project>""");
        Assert.DoesNotContain(_folder["Directory.Build.props"], Find().Files);
    }

    [Theory]
    [InlineData("""<ItemGroup><Compile Include="../shared/Linked.cs" Link="Linked.cs" /></ItemGroup>""", "shared/Linked.cs")]
    [InlineData("""<ItemGroup><Compile Include="..\shared\Linked.cs" /></ItemGroup>""", "shared/Linked.cs")]
    [InlineData("""<ItemGroup><Compile Include="../shared/Linked.cs" /></ItemGroup>""", "shared/.editorconfig")]
    [InlineData("""<ItemGroup><Compile Include="Own.cs;$(MSBuildProjectDirectory)/../shared/Linked.cs" /></ItemGroup>""", "shared/Linked.cs")]
    [InlineData("""<ItemGroup><Reference Include="Old"><HintPath>../libs/Old.dll</HintPath></Reference></ItemGroup>""", "libs/Old.dll")]
    [InlineData("""<PropertyGroup><CodeAnalysisRuleSet>$(MSBuildThisFileDirectory)../rules.ruleset</CodeAnalysisRuleSet></PropertyGroup>""", "rules.ruleset")]
    [InlineData("""<PropertyGroup Condition="Exists('../marker')"><DefineConstants>$(DefineConstants);MARKED</DefineConstants></PropertyGroup>""", "marker")]
    [InlineData("""<Import Project="../common.props" />""", "common.props")]
    [InlineData("""<Import Project="$(MSBuildThisFileDirectory)../common.props" Condition="Exists('$(MSBuildThisFileDirectory)../common.props')" />""", "common.props")]
    public void FilesElsewhereThatItNamesCount(string body, string path)
    {
        Project("app", body);
        Assert.Contains(_folder[path], Find().Files);
    }

    [Theory]
    [InlineData("""<PropertyGroup><Version>1.2.3</Version><NoWarn>$(NoWarn);CS1591</NoWarn><Description>Some … text</Description></PropertyGroup>""")]
    [InlineData("""<PropertyGroup><Suffix>beta</Suffix><VersionSuffix>$(Suffix)-$(Configuration.ToLower())</VersionSuffix></PropertyGroup>""")]
    [InlineData("""<ItemGroup><Content Include="data/**/*.json" Exclude="bin/**;$(Anything)/**" CopyToOutputDirectory="PreserveNewest" /><Compile Remove="obj/**" /></ItemGroup>""")]
    [InlineData("""<PropertyGroup Condition="$([MSBuild]::IsOSPlatform('Windows')) and '$(Anything)' != ''"><OutputType>Exe</OutputType></PropertyGroup>""")]
    [InlineData("""<Target Name="T" AfterTargets="Build"><PropertyGroup><A>1</A></PropertyGroup><Message Text="$(A)" /><Error Condition="'$(A)' == '2'" Text="no" /></Target>""")]
    [InlineData("""<Choose><When Condition="'$(Configuration)' == 'Debug'"><PropertyGroup><A>1</A></PropertyGroup></When></Choose>""")]
    [InlineData("""<ItemGroup><PackageReference Include="A" Version="[1.0,2.0)" PrivateAssets="all" /></ItemGroup>""")]
    public void OrdinaryProjectFilesAreUnderstood(string body)
    {
        Project("app", body);
        Find();
    }

    [Theory]
    [InlineData("""<Target Name="T" BeforeTargets="CoreCompile"><Exec Command="git rev-parse HEAD" /></Target>""", "(1) uses the task Exec")]
    [InlineData("""<UsingTask TaskName="Generate" AssemblyFile="g.dll" />""", "uses the task Generate")]
    [InlineData("""<ItemGroup><Compile Include="../shared/**/*.cs" /></ItemGroup>""", "reads ../shared/**/*.cs")]
    [InlineData("""<ItemGroup><Compile Include="$(Somewhere)/*.cs" /></ItemGroup>""", "reads $(Somewhere)")]
    [InlineData("""<PropertyGroup><Shared>../shared/</Shared></PropertyGroup><ItemGroup><Compile Include="$(Shared)*.cs" /></ItemGroup>""", "reads $(Shared)")]
    [InlineData("""<PropertyGroup><Shared>../shared/</Shared><Rules>$(Shared)a.ruleset</Rules></PropertyGroup>""", "reads $(Shared)")]
    [InlineData("""<PropertyGroup><A>$(B)</A><B>$(Shared)</B><Shared>$(MSBuildThisFileDirectory)../</Shared></PropertyGroup><ItemGroup><None Include="$(A)x" /></ItemGroup>""", "which may lead anywhere")]
    [InlineData("""<ItemGroup><Content Include=".." /></ItemGroup>""", "reads the folder ..")]
    [InlineData("""<ItemGroup><Compile Include="obj/Generated.cs" /></ItemGroup>""", "which a build may write")]
    [InlineData("""<PropertyGroup><Version>$([System.IO.File]::ReadAllText('version.txt'))</Version></PropertyGroup>""", "reads more than its arguments")]
    [InlineData("""<PropertyGroup><Version>1.0.$([System.DateTime]::Now.Ticks)</Version></PropertyGroup>""", "reads more than its arguments")]
    [InlineData("""<PropertyGroup Condition="$([System.Environment]::MachineName) == 'x'"><A>1</A></PropertyGroup>""", "asks for more than properties")]
    [InlineData("""<PropertyGroup Condition="'$(Registry:HKEY_CURRENT_USER\x@y)' == 'x'"><A>1</A></PropertyGroup>""", "asks for more than properties")]
    [InlineData("""<PropertyGroup Condition="'$(AWS_REGION)' == 'x'"><A>1</A></PropertyGroup>""", "asks for more than properties")]
    [InlineData("""<PropertyGroup Condition="Exists('$(Somewhere)/x')"><A>1</A></PropertyGroup>""", "asks whether $(Somewhere)/x exists")]
    [InlineData("""<Import Project="$(Somewhere)/x.targets" />""", "imports $(Somewhere)/x.targets")]
    [InlineData("""<Import Project="parts/*.targets" />""", "imports parts/*.targets")]
    [InlineData("""<Import Project="Sdk.props" Sdk="Some.Other.Sdk" />""", "is on Some.Other.Sdk")]
    [InlineData("""<Sdk Name="Some.Other.Sdk" Version="1.0" />""", "is on Some.Other.Sdk")]
    [InlineData("""<ItemGroup><ProjectReference Include="../*/*.csproj" /></ItemGroup>""", "refers to the projects ../*/*.csproj")]
    [InlineData("""<ItemGroup><ProjectReference Include="../gone/gone.csproj" /></ItemGroup>""", "gone.csproj is not there")]
    [InlineData("<PropertyGroup>", "cannot be read")]
    public void WhatMayReadAnythingIsSaidToDoSo(string body, string reason)
    {
        Project("app", body);
        Assert.Null(new InputFinder([]).Find(_folder["app/app.csproj"], out var hindrance));
        Assert.Contains(reason, hindrance, StringComparison.Ordinal);
    }

    [Fact]
    public void AnotherSdkIsNotUnderstood()
    {
        Project("app", Nothing);
        _folder.Write("app/app.csproj", """<Project Sdk="MSBuild.Sdk.Extras/3.0.44" />""");
        Assert.Null(new InputFinder([]).Find(_folder["app/app.csproj"], out var hindrance));
        Assert.EndsWith("app.csproj is on MSBuild.Sdk.Extras/3.0.44", hindrance, StringComparison.Ordinal);
    }

    [Fact]
    public void AReferencedProjectWithATaskHindersToo()
    {
        Project("app", """<ItemGroup><ProjectReference Include="../near/near.csproj" /></ItemGroup>""");
        Project("near", """<Target Name="T"><Exec Command="date" /></Target>""");
        Assert.Null(new InputFinder([]).Find(_folder["app/app.csproj"], out var hindrance));
        Assert.Equal($"{_folder["near/near.csproj"]}(1) uses the task Exec", hindrance);
    }

    [Fact]
    public void FilesOfTheUsersOwnAreReadAsThoseOfTheProject()
    {
        Project("app", """<Import Project="../common.targets" />""");
        _folder.Write("common.targets", """<Project><Target Name="T"><WriteLinesToFile File="x" /></Target></Project>""");
        Assert.Null(new InputFinder([]).Find(_folder["app/app.csproj"], out var hindrance));
        Assert.Equal($"{_folder["common.targets"]}(1) uses the task WriteLinesToFile", hindrance);
    }

    [Theory]
    [InlineData("""<Target Name="T"><ItemGroup><A Include="a" /></ItemGroup></Target>""", null)]
    [InlineData("""<UsingTask TaskName="GitVersion" AssemblyFile="g.dll" />""", "uses the task GitVersion")]
    [InlineData("""<Target Name="T"><Exec Command="git" /></Target>""", "uses the task Exec")]
    [InlineData("""<PropertyGroup><A>$([System.IO.File]::ReadAllText('a'))</A></PropertyGroup>""", "reads more than its arguments")]
    [InlineData("""<Import Project="more.targets" />""", "uses the task More")]
    public void FilesOfPackagesAreReadToo(string body, string? reason)
    {
        var package = _folder.Write("packages/some/1.0.0/build/some.targets", $"<Project>{body}</Project>");
        _folder.Write("packages/some/1.0.0/build/more.targets", """<Project><UsingTask TaskName="More" AssemblyFile="m.dll" /></Project>""");
        Project("app", Nothing);
        _folder.Write("app/obj/app.csproj.nuget.g.props", $"<Project><PropertyGroup><NuGetPackageRoot>{_folder["packages"]}/</NuGetPackageRoot></PropertyGroup></Project>");
        _folder.Write("app/obj/app.csproj.nuget.g.targets", """<Project><ImportGroup><Import Project="$(NuGetPackageRoot)some/1.0.0/build/some.targets" Condition="Exists('x')" /></ImportGroup></Project>""");
        var inputs = new InputFinder([]).Find(_folder["app/app.csproj"], out var hindrance);
        Assert.Equal(reason is null, inputs is not null);
        Assert.Contains(reason ?? "", hindrance ?? package, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatRestoreWroteMayLieInAnotherFolder()
    {
        Project("app", Nothing);
        Directory.Delete(_folder["app/obj"], recursive: true);
        Assert.Null(new InputFinder([]).Find(_folder["app/app.csproj"], out var hindrance));
        Assert.Equal("what restore wrote for it is not where it usually is", hindrance);

        var written = _folder.Write("artifacts/obj/app/app.csproj.nuget.g.props", "<Project />");
        Assert.Contains(written, new InputFinder([_folder["artifacts/obj"]]).Find(_folder["app/app.csproj"], out _)!.Files);
    }

    private bool IsOurs(string path) => path.StartsWith(_folder.Path, StringComparison.Ordinal);

    private void Project(string name, string body)
    {
        _folder.Write($"{name}/{name}.csproj", $"""<Project Sdk="Microsoft.NET.Sdk">{body}</Project>""");
        _folder.Write($"{name}/obj/{name}.csproj.nuget.g.props", "<Project />");
        _folder.Write($"{name}/obj/project.assets.json", "{}");
    }

    private ProjectInputs Find()
    {
        var inputs = new InputFinder([]).Find(_folder["app/app.csproj"], out var hindrance);
        Assert.Null(hindrance);
        return inputs!;
    }
}
