using System.Buffers;
using System.Security.Cryptography;
using Serverless.Local.Front;
using Serverless.Local.Storage;

namespace Serverless.Local.S3;

/// <summary>A request's content, received into a file of its own and checked against everything the client said about it.</summary>
/// <param name="Path">The file; the taker moves it away, otherwise <see cref="Dispose"/> deletes it.</param>
/// <param name="Size">Bytes of the content.</param>
/// <param name="Md5">Its MD5, which is its ETag.</param>
/// <param name="Checksums">Base64 checksums by algorithm, those that the client sent or asked for.</param>
internal sealed record ReceivedBody(string Path, long Size, byte[] Md5, IReadOnlyDictionary<string, string> Checksums) : IDisposable
{
    /// <summary>The MD5 as an ETag without its quotes.</summary>
    public string ETag => Convert.ToHexStringLower(Md5);

    /// <summary>Receives a request's content.</summary>
    /// <param name="request">The request.</param>
    /// <param name="folder">Where the file is made; it exists.</param>
    /// <param name="alsoCompute">An algorithm to compute besides those that the request names, or null.</param>
    /// <exception cref="S3Exception">The content is not what was announced.</exception>
    public static async Task<ReceivedBody> ReceiveAsync(AwsRequest request, string folder, string? alsoCompute = null)
    {
        var path = System.IO.Path.Combine(folder, Guid.NewGuid().ToString("N"));
        var checksums = AlgorithmsOf(request, alsoCompute).Select(Checksum.TryStart).OfType<Checksum>().ToList();
        var signed = request.Header("x-amz-content-sha256") is { Length: 64 } sha256 ? sha256 : null;
        var hash = signed is null ? null : Checksum.TryStart("SHA256");
        try
        {
            using var md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
            Checksum[] computed = hash is null ? [.. checksums] : [.. checksums, hash];
            var (size, trailers) = await CopyAsync(request, path, bytes =>
            {
                md5.AppendData(bytes);
                foreach (var checksum in computed)
                {
                    checksum.Append(bytes);
                }
            });

            var received = new ReceivedBody(path, size, md5.GetCurrentHash(), checksums.ToDictionary(checksum => checksum.Algorithm, checksum => checksum.Finish()));
            received.Verify(request, trailers, signed, hash?.Finish());
            return received;
        }
        catch
        {
            AtomicFile.TryDelete(path);
            throw;
        }
        finally
        {
            hash?.Dispose();
            checksums.ForEach(checksum => checksum.Dispose());
        }
    }

    /// <inheritdoc/>
    public void Dispose() => AtomicFile.TryDelete(Path);

    private static HashSet<string> AlgorithmsOf(AwsRequest request, string? alsoCompute)
    {
        var trailer = request.Header("x-amz-trailer") ?? "";
        var named = Checksum.Algorithms.Where(algorithm =>
            request.Header(Checksum.HeaderOf(algorithm)) is not null || trailer.Contains(Checksum.HeaderOf(algorithm), StringComparison.OrdinalIgnoreCase));
        return [.. named.Append(request.Header("x-amz-sdk-checksum-algorithm")?.ToUpperInvariant()).Append(alsoCompute).OfType<string>()];
    }

    private delegate void Take(ReadOnlySpan<byte> bytes);

    private static async Task<(long Size, Dictionary<string, string> Trailers)> CopyAsync(AwsRequest request, string path, Take take)
    {
        var size = 0L;
        await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, 128 * 1024, FileOptions.Asynchronous);
        async Task WriteAsync(ReadOnlySequence<byte> content)
        {
            foreach (var segment in content)
            {
                take(segment.Span);
                await file.WriteAsync(segment, request.Aborted);
            }

            size += content.Length;
        }

        var reader = request.Context.Request.BodyReader;
        if (AwsChunked.IsUsed(request.Header("x-amz-content-sha256"), request.Header("Content-Encoding")))
        {
            var trailers = await AwsChunked.ReadAsync(reader, WriteAsync, request.Aborted);
            return (size, trailers);
        }

        while (true)
        {
            var read = await reader.ReadAsync(request.Aborted);
            await WriteAsync(read.Buffer);
            reader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                return (size, []);
            }
        }
    }

    private void Verify(AwsRequest request, Dictionary<string, string> trailers, string? signed, string? sha256)
    {
        if (request.Header("x-amz-decoded-content-length") is { } announced && announced != Size.ToString())
        {
            throw S3Exception.IncompleteBody;
        }

        if (request.Header("Content-MD5") is { Length: > 0 } expected && expected != Convert.ToBase64String(Md5))
        {
            throw S3Exception.BadDigest("Content-MD5");
        }

        foreach (var (algorithm, value) in Checksums)
        {
            var header = Checksum.HeaderOf(algorithm);
            if ((request.Header(header) ?? trailers.GetValueOrDefault(header)) is { } claimed && claimed != value)
            {
                throw S3Exception.BadDigest(algorithm);
            }
        }

        // What the signature covers is the body as sent; when it was coded, the header names the coding, not a hash.
        if (signed is not null && !string.Equals(signed, Convert.ToHexString(Convert.FromBase64String(sha256!)), StringComparison.OrdinalIgnoreCase))
        {
            throw S3Exception.ContentSha256Mismatch;
        }
    }
}
