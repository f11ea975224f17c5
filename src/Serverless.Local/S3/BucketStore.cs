using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace Serverless.Local.S3;

/// <summary>All buckets of the local cloud, kept in one folder.</summary>
internal sealed partial class BucketStore
{
    private readonly ConcurrentDictionary<string, Bucket> _buckets = new();
    private readonly Lock _gate = new();
    private readonly string _folder;
    private readonly TimeProvider _clock;

    /// <summary>Opens the store and everything an earlier run left in it.</summary>
    public BucketStore(string folder, TimeProvider clock)
    {
        (_folder, _clock) = (folder, clock);
        Directory.CreateDirectory(folder);
        foreach (var bucket in Directory.EnumerateDirectories(folder).Select(Bucket.TryOpen).OfType<Bucket>())
        {
            _buckets[bucket.Name] = bucket;
        }
    }

    /// <summary>The buckets by name.</summary>
    public IEnumerable<Bucket> All => _buckets.Values.OrderBy(bucket => bucket.Name, StringComparer.Ordinal);

    /// <summary>A bucket; null when there is none of that name.</summary>
    public Bucket? Find(string name) => _buckets.GetValueOrDefault(name);

    /// <summary>Makes a bucket.</summary>
    /// <exception cref="S3Exception">The name is taken or breaks the rules.</exception>
    public Bucket Create(string name, string region)
    {
        if (!ValidName().IsMatch(name) || name.Contains("..", StringComparison.Ordinal))
        {
            throw S3Exception.InvalidBucketName;
        }

        lock (_gate)
        {
            return _buckets.ContainsKey(name)
                ? throw S3Exception.BucketAlreadyOwnedByYou
                : _buckets[name] = Bucket.Create(FolderOf(name), name, region, _clock.GetUtcNow());
        }
    }

    /// <summary>Removes an empty bucket.</summary>
    /// <exception cref="S3Exception">It does not exist or has objects.</exception>
    public void Delete(string name)
    {
        lock (_gate)
        {
            var bucket = Find(name) ?? throw S3Exception.NoSuchBucket;
            if (!bucket.IsEmpty)
            {
                throw S3Exception.BucketNotEmpty;
            }

            _buckets.TryRemove(name, out _);
            Directory.Delete(FolderOf(name), recursive: true);
        }
    }

    // The prefix keeps a bucket named "con" or "nul" from being a device on Windows.
    private string FolderOf(string name) => Path.Combine(_folder, $"b-{name}");

    [GeneratedRegex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$")]
    private static partial Regex ValidName();
}
