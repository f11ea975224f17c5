using System.Security.Cryptography;
using System.Text;
using Serverless.Local.Storage;

namespace Serverless.Local.S3;

/// <summary>A bucket in a folder: one small JSON file and one data file for each object, neither named by its key, and an index in memory.</summary>
internal sealed class Bucket
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, StoredObject> _objects = new(KeyOrder.Instance);
    private readonly Dictionary<string, string> _configurations;
    private string[]? _keys;

    private Bucket(string folder, BucketRecord record)
    {
        (Folder, Name, Region, Created) = (folder, record.Name, record.Region, record.Created);
        _configurations = new(record.Configurations);
    }

    /// <summary>The bucket's name.</summary>
    public string Name { get; }

    /// <summary>The region it was created in.</summary>
    public string Region { get; }

    /// <summary>When it was created.</summary>
    public DateTimeOffset Created { get; }

    /// <summary>Where files are received; same volume as the objects, so that they can be renamed into place.</summary>
    public string Incoming => Path.Combine(Folder, "incoming");

    /// <summary>Where multipart uploads keep their parts.</summary>
    public string Uploads => Path.Combine(Folder, "uploads");

    /// <summary>True when there is no object.</summary>
    public bool IsEmpty
    {
        get
        {
            lock (_gate)
            {
                return _objects.Count == 0;
            }
        }
    }

    private string Folder { get; }

    private string Data => Path.Combine(Folder, "data");

    private string Objects => Path.Combine(Folder, "objects");

    /// <summary>Makes a new bucket.</summary>
    public static Bucket Create(string folder, string name, string region, DateTimeOffset now)
    {
        var bucket = new Bucket(folder, new(name, region, now, new Dictionary<string, string>()));
        bucket.MakeFolders();
        bucket.Save();
        return bucket;
    }

    /// <summary>Opens a bucket of an earlier run and sweeps away what was left half done; null when the folder holds none.</summary>
    public static Bucket? TryOpen(string folder)
    {
        if (AtomicFile.TryReadJson<BucketRecord>(RecordPath(folder)) is not { } record)
        {
            return null;
        }

        var bucket = new Bucket(folder, record);
        bucket.MakeFolders();
        foreach (var file in Directory.EnumerateFiles(bucket.Incoming))
        {
            AtomicFile.TryDelete(file);
        }

        foreach (var file in Directory.EnumerateFiles(bucket.Objects, "*.json"))
        {
            if (AtomicFile.TryReadJson<StoredObject>(file) is { } stored && File.Exists(bucket.PathOf(stored)))
            {
                bucket._objects[stored.Key] = stored;
            }
        }

        var used = bucket._objects.Values.Select(stored => stored.File).ToHashSet();
        foreach (var file in Directory.EnumerateFiles(bucket.Data).Where(file => !used.Contains(Path.GetFileName(file))))
        {
            AtomicFile.TryDelete(file);
        }

        return bucket;
    }

    /// <summary>An object; null when there is none of that key.</summary>
    public StoredObject? Find(string key)
    {
        lock (_gate)
        {
            return _objects.GetValueOrDefault(key);
        }
    }

    /// <summary>Opens an object's bytes; null when there is none of that key. The stream stays good when the object is replaced meanwhile.</summary>
    public (StoredObject Object, FileStream Stream)? Open(string key)
    {
        lock (_gate)
        {
            return _objects.TryGetValue(key, out var stored)
                ? (stored, new FileStream(PathOf(stored), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1, FileOptions.Asynchronous | FileOptions.SequentialScan))
                : null;
        }
    }

    /// <summary>Takes a received file over as the bytes of an object, replacing an object of the same key.</summary>
    /// <param name="path">The file; it is moved.</param>
    /// <param name="describe">Describes the object, given the name of its file.</param>
    /// <param name="mayReplace">Asked, while nothing else can change, whether the object may be stored over the existing one (or over none).</param>
    /// <exception cref="S3Exception">It may not.</exception>
    public StoredObject Put(string path, Func<string, StoredObject> describe, Func<StoredObject?, bool> mayReplace)
    {
        var stored = describe(Guid.NewGuid().ToString("N"));
        StoredObject? replaced;
        lock (_gate)
        {
            replaced = _objects.GetValueOrDefault(stored.Key);
            if (!mayReplace(replaced))
            {
                throw S3Exception.PreconditionFailed;
            }

            File.Move(path, PathOf(stored));
            AtomicFile.WriteJson(DescriptionOf(stored.Key), stored);
            _objects[stored.Key] = stored;
            _keys = replaced is null ? null : _keys;
        }

        if (replaced is not null)
        {
            AtomicFile.TryDelete(PathOf(replaced));
        }

        return stored;
    }

    /// <summary>Replaces an object's tags.</summary>
    public void Tag(string key, IReadOnlyDictionary<string, string> tags)
    {
        lock (_gate)
        {
            var stored = _objects.GetValueOrDefault(key) ?? throw S3Exception.NoSuchKey;
            AtomicFile.WriteJson(DescriptionOf(key), _objects[key] = stored with { Tags = tags });
        }
    }

    /// <summary>Removes an object; nothing happens when there is none.</summary>
    public void Delete(string key)
    {
        lock (_gate)
        {
            if (_objects.Remove(key, out var stored))
            {
                _keys = null;
                File.Delete(DescriptionOf(key));
                AtomicFile.TryDelete(PathOf(stored));
            }
        }
    }

    /// <summary>The objects behind a key (or from the start, for null) in order, starting with those that may have the prefix.</summary>
    public IEnumerable<StoredObject> From(string prefix, string? after)
    {
        string[] keys;
        lock (_gate)
        {
            keys = _keys ??= [.. _objects.Keys];
        }

        var first = after is not null && KeyOrder.Instance.Compare(after, prefix) > 0 ? after : prefix;
        var at = Array.BinarySearch(keys, first, KeyOrder.Instance);
        for (at = at < 0 ? ~at : at; at < keys.Length; at++)
        {
            if (Find(keys[at]) is { } stored)
            {
                yield return stored;
            }
        }
    }

    /// <summary>A configuration of the bucket (<c>policy</c>, <c>lifecycle</c>, …) as its client wrote it; null when it is not set.</summary>
    public string? Configuration(string name)
    {
        lock (_gate)
        {
            return _configurations.GetValueOrDefault(name);
        }
    }

    /// <summary>Sets a configuration, or removes it when the text is null.</summary>
    public void Configure(string name, string? text)
    {
        lock (_gate)
        {
            if (text is null)
            {
                _configurations.Remove(name);
            }
            else
            {
                _configurations[name] = text;
            }

            Save();
        }
    }

    private static string RecordPath(string folder) => Path.Combine(folder, "bucket.json");

    private void MakeFolders()
    {
        foreach (var folder in new[] { Incoming, Uploads, Data, Objects })
        {
            Directory.CreateDirectory(folder);
        }
    }

    private string PathOf(StoredObject stored) => Path.Combine(Data, stored.File);

    private string DescriptionOf(string key) => Path.Combine(Objects, $"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))}.json");

    private void Save() => AtomicFile.WriteJson(RecordPath(Folder), new BucketRecord(Name, Region, Created, _configurations));

    private sealed record BucketRecord(string Name, string Region, DateTimeOffset Created, IReadOnlyDictionary<string, string> Configurations);
}
