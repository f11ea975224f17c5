using Serverless.Testing;

namespace Serverless.Sdk.Tests;

/// <summary>An app whose function greets whom the event names.</summary>
internal static class PackagedApp
{
    public const string Event = """{"Name":"Ada"}""";

    /// <summary>The function's answer, as <see cref="StartedFunction.AnswerAsync"/> tells it.</summary>
    public const string Answer = """response: {"Message":"Hello, Ada!"}""";

    /// <summary>Writes the app.</summary>
    /// <param name="sdk">The packed SDK.</param>
    /// <param name="resources">Its functions.</param>
    /// <param name="properties">Properties of the project.</param>
    public static Workspace Create(PackedSdk sdk, string resources, string properties = "") =>
        Workspace.Empty(sdk)
            .Write("app.csproj", $"""
                <Project Sdk="Serverless.Sdk/$(Version)">
                  <PropertyGroup>
                    <TargetFramework>net10.0</TargetFramework>
                    <OutputType>Exe</OutputType>
                    <ImplicitUsings>enable</ImplicitUsings>
                    <InvariantGlobalization>true</InvariantGlobalization>
                    {properties}
                  </PropertyGroup>
                  <ItemGroup><PackageReference Include="Serverless.Runtime" Version="$(Version)" /></ItemGroup>
                </Project>
                """)
            .Write("Program.cs", """
                using System.Text.Json.Serialization;
                using Serverless;

                return await ServerlessFunction.RunAsync(
                    (Request request) => new Greeting($"Hello, {request.Name}!"), HelloJson.Default.Request, HelloJson.Default.Greeting);

                internal sealed record Request(string Name);

                internal sealed record Greeting(string Message);

                [JsonSerializable(typeof(Request))]
                [JsonSerializable(typeof(Greeting))]
                internal sealed partial class HelloJson : JsonSerializerContext;
                """)
            .Write("template.yaml", $"Transform: AWS::Serverless-2016-10-31\nResources:\n{resources}\n");
}
