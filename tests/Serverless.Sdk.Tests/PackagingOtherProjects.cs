using System.IO.Compression;
using Serverless.Testing;

namespace Serverless.Sdk.Tests;

/// <summary>Functions that are not on Serverless.Sdk, or compiled in another way than their project says.</summary>
public sealed class PackagingOtherProjects(PackedSdkFixture fixture)
{
    private const string Library = """
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup><TargetFramework>netstandard2.0</TargetFramework></PropertyGroup>
        </Project>
        """;

    [Fact]
    public async Task EveryKindOfProjectIsPublishedAsItIs()
    {
        var app = App("""
            <ServerlessFunctionProject Include="../plain/plain.csproj;../fs/fs.fsproj;../vb/vb.vbproj;one file.cs" />
            """, """
              Net8: {Type: 'AWS::Serverless::Function', Properties: {CodeUri: ../plain, Handler: plain, Runtime: dotnet8}}
              Net10: {Type: 'AWS::Serverless::Function', Properties: {CodeUri: ../plain, Handler: plain}}
              FSharp: {Type: 'AWS::Serverless::Function', Properties: {CodeUri: ../fs, Handler: fs}}
              Basic: {Type: 'AWS::Serverless::Function', Properties: {CodeUri: ../vb, Handler: vb}}
              File: {Type: 'AWS::Serverless::Function', Properties: {CodeUri: one file.cs, Handler: one file}}
            """)
            .Write("app/one file.cs", "#:project ../lib/lib.csproj\nSystem.Console.WriteLine(Lib.One);")
            .Write("plain/plain.csproj", """
                <Project Sdk="Microsoft.NET.Sdk">
                  <PropertyGroup><TargetFrameworks>net8.0;net10.0</TargetFrameworks><OutputType>Exe</OutputType></PropertyGroup>
                  <ItemGroup><ProjectReference Include="../lib/lib.csproj" /></ItemGroup>
                </Project>
                """)
            .Write("plain/Program.cs", "System.Console.WriteLine(Lib.One);")
            .Write("fs/fs.fsproj", Apps.Project("<Project Sdk=\"Microsoft.NET.Sdk\">", "<ItemGroup><Compile Include=\"Program.fs\" /></ItemGroup>"))
            .Write("fs/Program.fs", "printfn \"hello\"")
            .Write("vb/vb.vbproj", Apps.Project("<Project Sdk=\"Microsoft.NET.Sdk\">"))
            .Write("vb/Program.vb", "Module Program\n  Sub Main()\n  End Sub\nEnd Module");
        var artifacts = await PackageAsync(app);
        Assert.Equal(["Basic vb.dll", "FSharp fs.dll", "File one file.dll", "Net10 plain.dll", "Net8 plain.dll"], artifacts.Select(artifact => $"{artifact.LogicalIds} {artifact.Program}"));
        Assert.All(artifacts, artifact => Assert.Contains(Path.ChangeExtension(artifact.Program, ".runtimeconfig.json"), artifact.Entries));
        Assert.Contains("lib.dll", artifacts.Single(artifact => artifact.LogicalIds == "File").Entries);

        // The projects themselves are as they were: a build of one finds its own restore, or none.
        (await app.DotNetAsync("build", "plain/plain.csproj", "-f", "net10.0")).Succeeded();
        Assert.Equal(artifacts.Select(artifact => artifact.ContentHash), (await PackageAsync(app)).Select(artifact => artifact.ContentHash));
    }

    [Fact]
    public async Task AFunctionIsCompiledInTheModeThatTheTemplateNames()
    {
        Assert.SkipWhen(OutsideProgram.Find("gcc") is null && OutsideProgram.Find("clang") is null, "neither gcc nor clang is installed");
        var app = App("", """
              Plain: {Type: 'AWS::Serverless::Function', Properties: {CodeUri: ., Handler: app}}
              Portable: {Type: 'AWS::Serverless::Function', Metadata: {CompileMode: IL}, Properties: {CodeUri: ., Handler: app}}
              Custom: {Type: 'AWS::Serverless::Function', Properties: {CodeUri: ., Handler: app, Runtime: provided.al2023}}
              Native: {Type: 'AWS::Serverless::Function', Metadata: {CompileMode: NativeAot}, Properties: {CodeUri: ., Handler: app, Runtime: provided.al2023}}
            """).Write("app/Program.cs", "System.Console.WriteLine(Lib.One);");
        var artifacts = (await PackageAsync(app)).ToDictionary(artifact => artifact.LogicalIds);
        Assert.True(artifacts["Portable"].ProgramSize < artifacts["Plain"].ProgramSize);
        Assert.Contains("libcoreclr.so", artifacts["Custom"].Entries);
        Assert.Equal(["bootstrap"], artifacts["Native"].Entries);

        foreach (var name in (string[])["Custom", "Native"])
        {
            await ZipFile.ExtractToDirectoryAsync(artifacts[name].Zip, app[name], TestContext.Current.CancellationToken);
            Assert.Equal("1\n", (await OutsideProgram.RunAsync(app[$"{name}/bootstrap"], [], app[name], cancellationToken: TestContext.Current.CancellationToken)).Succeeded().Output);
        }
    }

    private Workspace App(string functions, string resources) =>
        Workspace.Empty(fixture.Sdk)
            .Write("app/app.csproj", Apps.Project("<Project Sdk=\"Serverless.Sdk/$(Version)\">", $"<ItemGroup>{functions}<ProjectReference Include=\"../lib/lib.csproj\" /></ItemGroup>"))
            .Write("app/Program.cs", Apps.Program)
            .Write("app/template.yaml", $"Transform: AWS::Serverless-2016-10-31\nGlobals: {{Function: {{Runtime: dotnet10}}}}\nResources:\n{resources}\n")
            .Write("lib/lib.csproj", Library)
            .Write("lib/Lib.cs", "public static class Lib { public static int One => 1; }");

    private static async Task<IReadOnlyList<Packaged>> PackageAsync(Workspace app) =>
        [.. (await app.TargetResultAsync("Package", "build", "app/app.csproj")).Select(item => new Packaged(item)).OrderBy(artifact => artifact.LogicalIds, StringComparer.Ordinal)];

    private sealed class Packaged(IReadOnlyDictionary<string, string> item)
    {
        private readonly ZipArchive _zip = ZipFile.OpenRead(item["FullPath"]);

        public string Zip => item["FullPath"];

        public string LogicalIds => item["LogicalIds"];

        public string ContentHash => item["ContentHash"];

        public IReadOnlyList<string> Entries => [.. _zip.Entries.Select(entry => entry.FullName)];

        public string Program => Entries.First(name => name.EndsWith(".dll", StringComparison.Ordinal) && Entries.Contains(Path.ChangeExtension(name, ".runtimeconfig.json")));

        public long ProgramSize => _zip.GetEntry("app.dll")!.Length;
    }
}
