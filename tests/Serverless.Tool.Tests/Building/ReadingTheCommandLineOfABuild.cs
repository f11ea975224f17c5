using System.CommandLine;
using Serverless.Compilation;
using Serverless.Testing;

namespace Serverless.Tool.Building;

public sealed class ReadingTheCommandLineOfABuild : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ReadingTheCommandLineOfABuild() => _folder.Write("app.csproj", "<Project />");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("-p:Stage=prod", "Stage", "prod")]
    [InlineData("-p Stage=prod", "Stage", "prod")]
    [InlineData("--property:Stage=prod", "Stage", "prod")]
    [InlineData("--property Stage=", "Stage", "")]
    [InlineData("-p Stage=a -p stage=b", "Stage", "b")]
    [InlineData("-p Constants=A;B;C", "Constants", "A;B;C")]
    [InlineData("-p Constants=A%3BX=1", "Constants", "A%3BX=1")]
    [InlineData("-p First=1;Url=https://x/?a=b&c=d", "Url", "https://x/?a=b&c=d")]
    [InlineData("-c Release", "Configuration", "Release")]
    [InlineData("-c Release -p:Configuration=Debug", "Configuration", "Debug")]
    [InlineData("--size-report files", "ServerlessSizeReport", "Files")]
    public void PropertiesAreThoseOfMSBuild(string options, string name, string value) => Assert.Equal(value, Read(options).Properties[name]);

    [Theory]
    [InlineData("Stage")]
    [InlineData("=prod")]
    [InlineData("1a=b")]
    [InlineData("a b=c")]
    [InlineData(";A=b")]
    public void WhatIsNoPropertyIsNotRead(string text) => Assert.Null(GivenProperties.TryRead(text));

    [Fact]
    public void ParametersAreNoProperties()
    {
        var request = Read("--parameter-overrides Stage=prod Query=a=b;c%");
        Assert.Empty(request.Properties);
        Assert.Equal([new GivenParameter("Stage", "prod"), new GivenParameter("Query", "a=b;c%")], request.Parameters);
    }

    [Theory]
    [InlineData("", BuildVerbosity.Minimal)]
    [InlineData("-v q", BuildVerbosity.Quiet)]
    [InlineData("-v:normal", BuildVerbosity.Normal)]
    [InlineData("--verbosity DETAILED", BuildVerbosity.Detailed)]
    [InlineData("-v d", BuildVerbosity.Detailed)]
    [InlineData("-v diag", BuildVerbosity.Diagnostic)]
    public void VerbosityIsThatOfMSBuild(string options, BuildVerbosity expected) => Assert.Equal(expected, Read(options).Verbosity);

    [Theory]
    [InlineData("", null)]
    [InlineData("--binlog", "msbuild.binlog")]
    [InlineData("-bl", "msbuild.binlog")]
    [InlineData("-bl:logs/one.binlog", "logs/one.binlog")]
    [InlineData("--binlog one.binlog", "one.binlog")]
    public void TheBinaryLogIsNamedFromTheCurrentFolder(string options, string? expected) =>
        Assert.Equal(expected is null ? null : _folder[expected], Read(options).BinaryLogPath);

    [Fact]
    public void PackagesAreRestoredUnlessToldOtherwise()
    {
        Assert.True(Read("").Restores);
        Assert.False(Read("--no-restore").Restores);
    }

    private BuildRequest Read(string options)
    {
        var read = new BuildOptions();
        var verb = new Command("package");
        read.AddTo(verb, BuildRequest.Package);
        var parsed = verb.Parse(options.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Empty(parsed.Errors);
        return read.Read(parsed, BuildRequest.Package, _folder.Path);
    }
}
