using Serverless.Diagnostics;
using Serverless.Text;

namespace Serverless.Core.Tests.Diagnostics;

public sealed class ComplaintsAsJson
{
    private static readonly DiagnosticDescriptor Kind = new("SLS9999", Severity.Error, "Test");

    [Fact]
    public void HaveTheDocumentedShape()
    {
        var complaint = Kind.At(new("a.yaml", new(2, 6), new(2, 11)), "Größe \"x\".", "Help.") with { Related = [new(new("b.yaml", new(1, 1), new(1, 2)), "there")] };

        Assert.Equal(
            """
            [
              {
                "code": "SLS9999",
                "severity": "error",
                "message": "Größe \"x\".",
                "help": "Help.",
                "helpLink": "https://serverless-sdk.dev/diagnostics/SLS9999",
                "file": "a.yaml",
                "start": {
                  "line": 2,
                  "column": 6
                },
                "end": {
                  "line": 2,
                  "column": 11
                },
                "related": [
                  {
                    "message": "there",
                    "file": "b.yaml",
                    "start": {
                      "line": 1,
                      "column": 1
                    },
                    "end": {
                      "line": 1,
                      "column": 2
                    }
                  }
                ]
              }
            ]
            """,
            DiagnosticJson.Render([complaint]),
            ignoreLineEndingDifferences: true);
    }

    [Fact]
    public void HaveNullForWhatIsNotKnown()
    {
        var json = DiagnosticJson.Render([Kind.At(SourceSpan.None, "x")]);

        Assert.All(["help", "file", "start", "end"], name => Assert.Contains($"\"{name}\": null", json, StringComparison.Ordinal));
    }

    [Fact]
    public void AreAnEmptyArrayWhenThereIsNone() => Assert.Equal("[]", DiagnosticJson.Render([]));
}
