namespace Serverless.Artifacts.Sizes;

/// <summary>Lambda's limits for code in zips (https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html).</summary>
/// <param name="Zipped">Bytes of a zip that is uploaded straight to Lambda; it does not hold for zips that come from S3, as deployments' do.</param>
/// <param name="Unzipped">Bytes of a function's files with those of its layers.</param>
public sealed record SizeLimits(long Zipped, long Unzipped)
{
    // From here on, the next dependency may be the one too many.
    private const int NearPercent = 90;

    /// <summary>The limits.</summary>
    public static SizeLimits Lambda { get; } = new(50L << 20, ArtifactPacker.MaxUnzippedCode);

    /// <summary>True for a function that still fits, but not for long.</summary>
    public bool IsNear(FunctionSize function) => function.UnzippedWithLayers <= Unzipped && function.UnzippedWithLayers * 100 >= Unzipped * NearPercent;
}
