using System.Security.Cryptography;
using Amazon.S3;
using Amazon.S3.Model;
using Amazon.S3.Transfer;
using Serverless.Artifacts;
using Serverless.Diagnostics;

namespace Serverless.Aws;

/// <summary>Sends one object. What arrives is what was packed: its hash is checked here, and S3 checks again what it receives.</summary>
internal sealed class S3Transfer(IAmazonS3 s3, ArtifactLocation location, string owner, string? kmsKeyId)
{
    // Up to here one request; above, parts in parallel.
    private const long SingleRequestBytes = 16 * 1024 * 1024;
    private const long PartBytes = 8 * 1024 * 1024;
    private const int ParallelParts = 4;
    private const string ContentType = "application/octet-stream";

    public async Task SendAsync(Artifact artifact, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        var hash = Convert.FromHexString(artifact.Sha256);
        if (artifact.Content is { } made)
        {
            await SendAsync(made.ToArray(), hash, progress, cancellationToken);
            return;
        }

        if (artifact.Size > SingleRequestBytes)
        {
            Verify(artifact, hash, await ReadAsync(artifact, path => HashAsync(path, cancellationToken)));
            await SendPartsAsync(artifact.Path, progress, cancellationToken);
            return;
        }

        var content = await ReadAsync(artifact, path => File.ReadAllBytesAsync(path, cancellationToken));
        Verify(artifact, hash, SHA256.HashData(content));
        await SendAsync(content, hash, progress, cancellationToken);
    }

    public async Task SendAsync(byte[] content, byte[] sha256, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        var sent = new Sent(progress);
        using var stream = new MemoryStream(content, writable: false);
        var request = new PutObjectRequest
        {
            BucketName = location.Bucket,
            Key = location.Key,
            ExpectedBucketOwner = owner,
            InputStream = stream,
            ContentType = ContentType,
            ChecksumAlgorithm = ChecksumAlgorithm.SHA256,
            ChecksumSHA256 = Convert.ToBase64String(sha256),
            ServerSideEncryptionMethod = Encryption,
            ServerSideEncryptionKeyManagementServiceKeyId = Key,
            StreamTransferProgress = (_, part) => sent.Report(part.TransferredBytes),
        };
        await s3.PutObjectAsync(request, cancellationToken);
        sent.Report(content.Length);
    }

    private string? Key => string.IsNullOrWhiteSpace(kmsKeyId) ? null : kmsKeyId;

    private ServerSideEncryptionMethod? Encryption => Key is null ? null : ServerSideEncryptionMethod.AWSKMS;

    private async Task SendPartsAsync(string path, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        var sent = new Sent(progress);
        using var transfer = new TransferUtility(s3, new TransferUtilityConfig { MinSizeBeforePartUpload = SingleRequestBytes, ConcurrentServiceRequests = ParallelParts });
        var request = new TransferUtilityUploadRequest
        {
            BucketName = location.Bucket,
            Key = location.Key,
            ExpectedBucketOwner = owner,
            FilePath = path,
            PartSize = PartBytes,
            ContentType = ContentType,
            ServerSideEncryptionMethod = Encryption,
            ServerSideEncryptionKeyManagementServiceKeyId = Key,
        };
        request.UploadProgressEvent += (_, part) => sent.Report(part.TransferredBytes);
        await transfer.UploadAsync(request, cancellationToken);
    }

    private static async Task<byte[]> HashAsync(string path, CancellationToken cancellationToken)
    {
        await using var file = File.OpenRead(path);
        return await SHA256.HashDataAsync(file, cancellationToken);
    }

    private static async Task<byte[]> ReadAsync(Artifact artifact, Func<string, Task<byte[]>> read)
    {
        try
        {
            return await read(artifact.Path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DiagnosticException(AwsDiagnostics.BadArtifact(artifact.Path, exception.Message));
        }
    }

    private static void Verify(Artifact artifact, byte[] expected, byte[] actual)
    {
        if (!actual.AsSpan().SequenceEqual(expected))
        {
            throw new DiagnosticException(AwsDiagnostics.BadArtifact(artifact.Path, $"its content is not what was packed (SHA-256 {Convert.ToHexStringLower(actual)})"));
        }
    }

    // Parts report out of order, and a repeated request begins anew: what was once sent stays sent.
    private sealed class Sent(IProgress<long>? progress)
    {
        private readonly Lock _gate = new();
        private long _most;

        public void Report(long bytes)
        {
            lock (_gate)
            {
                if (bytes > _most)
                {
                    progress?.Report(_most = bytes);
                }
            }
        }
    }
}
