using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Serverless.Tasks.Results;

/// <summary>
/// Tells whether files are the same as before, by their names, lengths and times. A link has no stamp, because what it leads to may change
/// without it. Each folder is read once.
/// </summary>
/// <param name="ignored">Absolute paths of folders that builds write to.</param>
internal sealed class InputStamps(IEnumerable<string> ignored)
{
    /// <summary>The stamp of what is not there.</summary>
    public const string Absent = "-";

    // A folder with more files is somebody's data; reading it each time would not be quick.
    private const int MostFiles = 20_000;

    private static readonly HashSet<string> OfTools = new(StringComparer.Ordinal) { ".git", ".vs", ".idea", ".serverless" };

    private readonly HashSet<string> _ignored = [.. ignored.Select(Path.TrimEndingDirectorySeparator)];
    private readonly Dictionary<string, string?> _folders = [];

    /// <summary>The stamp of a file; <see cref="Absent"/> where there is none; null for a link and for a folder.</summary>
    /// <param name="path">Absolute path.</param>
    public static string? OfFile(string path)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
        {
            return Directory.Exists(path) ? null : Absent;
        }

        return !file.Attributes.HasFlag(FileAttributes.ReparsePoint) ? $"{file.Length} {file.LastWriteTimeUtc.Ticks}" : null;
    }

    /// <summary>The stamp of a project's folder and all below it, without what builds write there; null when it cannot be told.</summary>
    /// <param name="path">Absolute path.</param>
    public string? OfFolder(string path)
    {
        if (!_folders.TryGetValue(path, out var stamp))
        {
            _folders[path] = stamp = Read(path);
        }

        return stamp;
    }

    private string? Read(string path)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var count = 0;
        try
        {
            return TryAppend(hash, new DirectoryInfo(path), "", ref count) ? Convert.ToHexString(hash.GetHashAndReset()) : null;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private bool TryAppend(IncrementalHash hash, DirectoryInfo folder, string relative, ref int count)
    {
        var entries = folder.GetFileSystemInfos();
        Array.Sort(entries, static (one, other) => string.CompareOrdinal(one.Name, other.Name));
        var isOfProject = Array.Exists(entries, entry => entry.Name.EndsWith("proj", StringComparison.Ordinal));
        count += entries.Length;
        if (count > MostFiles)
        {
            return false;
        }

        foreach (var entry in entries)
        {
            if (entry is DirectoryInfo && IsIgnored(entry, isOfProject))
            {
                continue;
            }

            var name = $"{relative}/{entry.Name}";
            if (entry.Attributes.HasFlag(FileAttributes.ReparsePoint) || entry is DirectoryInfo below && !TryAppend(hash, below, name, ref count))
            {
                return false;
            }

            Append(hash, name, entry as FileInfo);
        }

        return true;
    }

    // Elsewhere, bin may hold a tool that somebody deploys.
    private bool IsIgnored(FileSystemInfo folder, bool isOfProject) =>
        isOfProject && folder.Name is ("bin" or "obj") || OfTools.Contains(folder.Name) || _ignored.Contains(folder.FullName);

    private static void Append(IncrementalHash hash, string name, FileInfo? file)
    {
        Span<byte> numbers = stackalloc byte[20];
        BinaryPrimitives.WriteInt32LittleEndian(numbers, name.Length);
        BinaryPrimitives.WriteInt64LittleEndian(numbers[4..], file?.Length ?? -1);
        BinaryPrimitives.WriteInt64LittleEndian(numbers[12..], file?.LastWriteTimeUtc.Ticks ?? -1);
        hash.AppendData(numbers);
        hash.AppendData(Encoding.UTF8.GetBytes(name));
    }
}
