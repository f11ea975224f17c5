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

    [Theory]
    [InlineData(9000, null)]
    [InlineData(9216, "SLS0418 Warning: Near Lambda's limit of 10.0 GB for uncompressed images: Fn (90 %). ServerlessSizeReport shows what the size is made of.")]
    [InlineData(10240, "SLS0418 Warning: Near Lambda's limit of 10.0 GB for uncompressed images: Fn (100 %). ServerlessSizeReport shows what the size is made of.")]
    [InlineData(11264, "SLS0427 Error: The image of 'Fn' has 11.0 GB uncompressed; Lambda takes 10.0 GB. The largest files are layer 1 (8.0 GB), model.bin (3.0 GB).")]
    public void HaveAnotherLimitAsImages(long image, string? expected)
    {
        FileSize[] files = [new("model.bin", FileKind.Other, null, 3 * 1024 * Megabyte), new("layer 1", FileKind.Layer, 1, 8 * 1024 * Megabyte)];
        var complaint = SizeChecks.Check([Function("Fn", image, 0) with { IsImage = true }], _ => files).SingleOrDefault();
        Assert.Equal(expected, complaint is null ? null : $"{complaint.Code} {complaint.Severity}: {complaint.Text}");
        Assert.True(complaint is null || complaint.Span.Start.Line == 7);
    }

    [Fact]
    public void AreWarnedOfByTheirLimit()
    {
        var warnings = SizeChecks.Check([Function("Zip", 240, 0), Function("Image", 10000, 0) with { IsImage = true }, Function("Small", 1000, 0) with { IsImage = true }], _ => []);
        Assert.Equal(["unzipped, layers included: Zip (96 %).", "for uncompressed images: Image (98 %)."], warnings.Select(warning => string.Join(' ', warning.Message.Split(' ')[6..])));
    }

    private static FunctionSize Function(string name, long code, long layer) => new(name, "App", 1, code * Megabyte)
    {
        Layers = layer == 0 ? [] : [new("Models", "Models", layer * Megabyte)],
        Span = At(7),
    };

    private static SourceSpan At(int line) => new("template.yaml", new(line, 3), new(line, 5));
}
