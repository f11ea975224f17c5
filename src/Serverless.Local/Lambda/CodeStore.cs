using System.IO.Compression;
using System.Security.Cryptography;
using Serverless.Local.Resources;
using Serverless.Local.S3;
using Serverless.Local.Storage;
using Serverless.Templates;

namespace Serverless.Local.Lambda;

/// <summary>A function's zip.</summary>
/// <param name="Path">Absolute path; its name is its content's hash, so it never changes.</param>
/// <param name="Sha256">Base64 SHA-256 of its bytes, as Lambda reports it.</param>
internal sealed record FunctionCode(string Path, string Sha256);

/// <summary>Keeps copies of function code, as Lambda does: the object in S3 may go once the function is made.</summary>
internal sealed class CodeStore(string folder, BucketStore buckets)
{
    private readonly Lock _gate = new();

    /// <summary>The next version number of a function; no number comes twice, whatever is deleted in between.</summary>
    public int NextVersion(string functionName)
    {
        var path = Path.Combine(folder, "versions.json");
        lock (_gate)
        {
            var numbers = AtomicFile.TryReadJson<Dictionary<string, int>>(path) ?? [];
            numbers[functionName] = numbers.GetValueOrDefault(functionName) + 1;
            AtomicFile.WriteJson(path, numbers);
            return numbers[functionName];
        }
    }

    /// <summary>Takes the code that a function's <c>Code</c> property names.</summary>
    /// <exception cref="ResourceFailure">It is not there, or cannot be a function's code.</exception>
    public async Task<FunctionCode> TakeAsync(MapValue code, string runtime, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        if (code.Text("ZipFile") is { } inline)
        {
            return await KeepAsync(Zip(inline, runtime), cancellationToken);
        }

        var (bucket, key) = (code.Text("S3Bucket"), code.Text("S3Key"));
        if (bucket is null || key is null)
        {
            throw ResourceFailure.Handler("Please provide a source for function code.", "InvalidRequest");
        }

        if (buckets.Find(bucket) is not { } found)
        {
            throw GetObject("NoSuchBucket", "The specified bucket does not exist");
        }

        var (_, stream) = found.Open(key) ?? throw GetObject("NoSuchKey", "The specified key does not exist.");
        await using (stream)
        {
            return await KeepAsync(stream, cancellationToken);
        }
    }

    private async Task<FunctionCode> KeepAsync(Stream content, CancellationToken cancellationToken)
    {
        var temporary = Path.Combine(folder, $"{Guid.NewGuid():N}.tmp");
        try
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            await using (var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.Asynchronous))
            {
                var buffer = new byte[256 * 1024];
                for (int count; (count = await content.ReadAsync(buffer, cancellationToken)) > 0;)
                {
                    hash.AppendData(buffer.AsSpan(0, count));
                    await file.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
                }
            }

            var sha256 = hash.GetCurrentHash();
            var path = Path.Combine(folder, $"{Convert.ToHexStringLower(sha256)}.zip");
            if (!File.Exists(path))
            {
                Check(temporary);
                File.Move(temporary, path, overwrite: true);
            }

            return new(path, Convert.ToBase64String(sha256));
        }
        finally
        {
            AtomicFile.TryDelete(temporary);
        }
    }

    private static void Check(string path)
    {
        try
        {
            using var zip = ZipFile.OpenRead(path);
        }
        catch (InvalidDataException)
        {
            throw ResourceFailure.Handler("Could not unzip uploaded file. Please check your file, then try to upload again.", "InvalidRequest");
        }
    }

    private static MemoryStream Zip(string source, string runtime)
    {
        var name = runtime switch
        {
            _ when runtime.StartsWith("nodejs", StringComparison.Ordinal) => "index.js",
            _ when runtime.StartsWith("python", StringComparison.Ordinal) => "index.py",
            _ => throw ResourceFailure.Handler("ZipFile can only be used when Runtime is set to either of nodejs or python.", "InvalidRequest"),
        };

        var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            var entry = zip.CreateEntry(name);
            entry.LastWriteTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
            using var writer = new StreamWriter(entry.Open());
            writer.Write(source);
        }

        stream.Position = 0;
        return stream;
    }

    private static ResourceFailure GetObject(string code, string message) => ResourceFailure.Handler(
        $"Error occurred while GetObject. S3 Error Code: {code}. S3 Error Message: {message} (Service: Lambda, Status Code: 400, Request ID: {Guid.NewGuid()})", "InvalidRequest");
}
