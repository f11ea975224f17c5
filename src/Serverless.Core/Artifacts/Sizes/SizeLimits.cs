namespace Serverless.Artifacts.Sizes;

/// <summary>Lambda's limits for code (https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html).</summary>
/// <param name="Zipped">Bytes of a zip that is uploaded straight to Lambda; it does not hold for zips that come from S3, as deployments' do.</param>
/// <param name="Unzipped">Bytes of a zipped function's files with those of its layers.</param>
/// <param name="Image">Bytes of a container image's layers before their compression.</param>
public sealed record SizeLimits(long Zipped, long Unzipped, long Image)
{
    // From here on, the next dependency may be the one too many.
    private const int NearPercent = 90;

    /// <summary>The limits.</summary>
    public static SizeLimits Lambda { get; } = new(50L << 20, ArtifactPacker.MaxUnzippedCode, 10L << 30);

    /// <summary>True for a function that still fits, but not for long.</summary>
    public bool IsNear(FunctionSize function) => function.UnzippedWithLayers <= Of(function) && function.UnzippedWithLayers * 100 >= Of(function) * NearPercent;

    /// <summary>The limit that deployments of a function meet.</summary>
    public long Of(FunctionSize function) => function.IsImage ? Image : Unzipped;
}
