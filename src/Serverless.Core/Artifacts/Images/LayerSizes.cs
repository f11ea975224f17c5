using System.IO.Compression;

namespace Serverless.Artifacts.Images;

/// <summary>
/// How large layers are before their compression, which only reading them to their end tells: what a gzip says of itself at its end is wrong
/// for layers of several members.
/// </summary>
internal static class LayerSizes
{
    private const int BufferSize = 1 << 17;

    /// <summary>Bytes of some layers together.</summary>
    /// <param name="layers">The layers.</param>
    /// <param name="open">Opens one of them; the stream is disposed here.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public static async Task<long> SumAsync(IEnumerable<ImagePart> layers, Func<ImagePart, Stream> open, CancellationToken cancellationToken)
    {
        var sum = 0L;
        foreach (var layer in layers)
        {
            await using var stream = open(layer);
            sum += await MeasureAsync(layer, stream, cancellationToken);
        }

        return sum;
    }

    /// <summary>The layer as a tar; null when it is compressed in a way that is not understood, such as zstd.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="stream">Its content.</param>
    public static Stream? OpenTar(ImagePart layer, Stream stream) => ImageMediaTypes.OfOci(layer.MediaType) switch
    {
        ImageMediaTypes.CompressedLayer => new GZipStream(stream, CompressionMode.Decompress, leaveOpen: true),
        ImageMediaTypes.Layer => stream,
        _ => null,
    };

    // Of what cannot be read at least its own bytes count.
    private static async Task<long> MeasureAsync(ImagePart layer, Stream stream, CancellationToken cancellationToken)
    {
        if (OpenTar(layer, stream) is not GZipStream plain)
        {
            return layer.Size;
        }

        await using (plain)
        {
            var buffer = new byte[BufferSize];
            var size = 0L;
            for (int count; (count = await plain.ReadAsync(buffer, cancellationToken)) > 0; size += count)
            {
                // Only their number matters.
            }

            return size;
        }
    }
}
