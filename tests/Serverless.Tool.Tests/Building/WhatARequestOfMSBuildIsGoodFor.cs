namespace Serverless.Tool.Building;

public sealed class WhatARequestOfMSBuildIsGoodFor
{
    [Theory]
    [InlineData("", "", StepKind.Compile)]
    [InlineData("Build", "", StepKind.Compile)]
    [InlineData("Package", "", StepKind.Package)]
    [InlineData("_ServerlessListPublishFiles", "ServerlessInnerBuild=true", StepKind.Publish)]
    [InlineData("Restore", "MSBuildIsRestoring=true", StepKind.Restore)]
    [InlineData("Restore", "MSBuildIsRestoring=true;ServerlessInnerBuild=true", StepKind.RestoreFunctions)]
    internal void ItsTargetsTell(string targets, string properties, StepKind kind) => Assert.Equal(kind, Step(targets, properties)!.Kind);

    [Theory]
    [InlineData("GetTargetFrameworks", "")]
    [InlineData("_ServerlessDescribeFunction", "ServerlessInnerBuild=true")]
    [InlineData("_IsProjectRestoreSupported", "MSBuildIsRestoring=true")]
    [InlineData("Restore", "MSBuildIsRestoring=true;ServerlessRestoreNow=true")]
    [InlineData("", "MSBuildIsRestoring=true")]
    public void QuestionsAreNoSteps(string targets, string properties) => Assert.Null(Step(targets, properties));

    [Theory]
    [InlineData("RuntimeIdentifier=linux-arm64;Configuration=Release", "App linux-arm64")]
    [InlineData("TargetFramework=net8.0;RuntimeIdentifier=linux-x64", "App net8.0 linux-x64")]
    [InlineData("TargetFramework=", "App")]
    public void ItsPropertiesName(string properties, string name) => Assert.Equal(name, Step("", properties)!.Name);

    [Fact]
    public void ARestoreIsOfAllProjects() => Assert.Equal("", Step("Restore", "MSBuildIsRestoring=true")!.Name);

    private static StepKey? Step(string targets, string properties) => StepKeys.For(
        "/src/App.csproj",
        targets,
        properties.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]));
}
