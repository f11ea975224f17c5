using Serverless.Testing;

namespace Serverless.Sdk.Tests;

/// <summary>Applications in a few lines, for tests that are not about what they do.</summary>
internal static class Apps
{
    public const string Program = "return 0;";

    public const string Template = """
        Transform: AWS::Serverless-2016-10-31
        Resources:
          Hello:
            Type: AWS::Serverless::Function
            Properties:
              CodeUri: .
              Handler: app
              Runtime: dotnet10
        """;

    /// <summary>A project file whose project element is given.</summary>
    public static string Project(string element, string body = "") => $"""
        {element}
          <PropertyGroup>
            <TargetFramework>net10.0</TargetFramework>
            <OutputType>Exe</OutputType>
          </PropertyGroup>
          {body}
        </Project>
        """;

    /// <summary>A project with one function, on the packed SDK.</summary>
    public static Workspace OneFunction(PackedSdk sdk, string name = "app") =>
        Workspace.Empty(sdk, name)
            .Write("app.csproj", Project("<Project Sdk=\"Serverless.Sdk/$(Version)\">"))
            .Write("Program.cs", Program)
            .Write("template.yaml", Template);
}
