using System.Reflection;
using Serverless.Aws;
using Serverless.Local;
using Serverless.Testing;
using Serverless.Tool.Building;

namespace Serverless.Tool;

public sealed class TheDiagnosticsOfTheTool
{
    public static TheoryData<Assembly> Assemblies => [typeof(CommandLine).Assembly, typeof(LocalCloud).Assembly, typeof(AwsConnection).Assembly];

    // Some types of the tool are known only to who has MSBuild.
    static TheDiagnosticsOfTheTool() => MSBuildRegistration.Register(Repository.Root);

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void HaveAPageEachWithTheirTitle(Assembly assembly) => Assert.Empty(DiagnosticPages.MissingFor(assembly));
}
