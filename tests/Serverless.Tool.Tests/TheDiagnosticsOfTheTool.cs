using System.Reflection;
using Serverless.Aws;
using Serverless.Local;
using Serverless.Testing;

namespace Serverless.Tool;

public sealed class TheDiagnosticsOfTheTool
{
    public static TheoryData<Assembly> Assemblies => [typeof(CommandLine).Assembly, typeof(LocalCloud).Assembly, typeof(AwsConnection).Assembly];

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void HaveAPageEachWithTheirTitle(Assembly assembly) => Assert.Empty(DiagnosticPages.MissingFor(assembly));
}
