using Serverless.Testing;

namespace Serverless.Tasks.Tests;

public sealed class TheDiagnosticsOfTheTasks
{
    [Fact]
    public void HaveAPageEachWithTheirTitle() => Assert.Empty(DiagnosticPages.MissingFor(typeof(ServerlessTask).Assembly));
}
