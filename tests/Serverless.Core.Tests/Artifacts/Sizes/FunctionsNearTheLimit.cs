using Serverless.Text;

namespace Serverless.Artifacts.Sizes;

public sealed class FunctionsNearTheLimit
{
    private const long Megabyte = 1 << 20;

    [Theory]
    [InlineData(100, 50, null)]
    [InlineData(200, 24, null)]
    [InlineData(200, 25, "SLS0418 Warning: Near Lambda's limit of 250.0 MB unzipped, layers included: Fn (90 %). ServerlessSizeReport shows what the size is made of.")]
    [InlineData(250, 0, "SLS0418 Warning: Near Lambda's limit of 250.0 MB unzipped, layers included: Fn (100 %). ServerlessSizeReport shows what the size is made of.")]
    [InlineData(200, 51, "SLS0416 Error: 'Fn' has 251.0 MB unzipped with its layers; Lambda takes 250.0 MB. Its own code has 200.0 MB, Models 51.0 MB.")]
    public void AreComplainedOfWithTheirLayers(long code, long layer, string? expected)
    {
        FunctionSize[] functions = [Function("Fn", code, layer)];
        var complaint = SizeChecks.Check(functions, _ => []).SingleOrDefault();
        Assert.Equal(expected, complaint is null ? null : $"{complaint.Code} {complaint.Severity}: {complaint.Text}");
        Assert.True(complaint is null || complaint.Span.Start.Line == 7);
    }

    [Fact]
    public void ShareOneWarningAtTheFullest()
    {
        var warning = Assert.Single(SizeChecks.Check([Function("A", 226, 0), Function("B", 100, 0), Function("C", 240, 0) with { Template = "inner", Span = At(9) }], _ => []));
        Assert.Contains(": inner:C (96 %), A (90 %).", warning.Message, StringComparison.Ordinal);
        Assert.Equal(9, warning.Span.Start.Line);
    }

    private static FunctionSize Function(string name, long code, long layer) => new(name, "App", 1, code * Megabyte)
    {
        Layers = layer == 0 ? [] : [new("Models", "Models", layer * Megabyte)],
        Span = At(7),
    };

    private static SourceSpan At(int line) => new("template.yaml", new(line, 3), new(line, 5));
}
