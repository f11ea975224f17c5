using System.Collections.Concurrent;
using System.IO.Compression;
using System.Security.Cryptography;
using Serverless.Diagnostics;
using Serverless.Text;

namespace Serverless.Local.Functions;

/// <summary>Code archives, extracted once for each content.</summary>
/// <remarks>
/// A folder appears under its final name only when it is complete (extracted beside it, then renamed), so that a host that dies
/// half-way, or two hosts that share the cache, never run half a function. Functions of the same code share the folder; its files
/// are read-only, as <c>/var/task</c> is.
/// </remarks>
/// <param name="folder">Absolute path of the cache.</param>
internal sealed class CodeCache(string folder)
{
    /// <summary>Lambda's limit for code with its layers, unzipped.</summary>
    private const long MaxUnzippedSize = 262_144_000;

    private const UnixFileMode Writable = UnixFileMode.UserWrite | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;
    private const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const int FileTypeMask = 0xf000;
    private const int RegularFile = 0x8000;
    private const int FolderType = 0x4000;

    private readonly ConcurrentDictionary<string, Lazy<Task<string>>> _underWay = new(StringComparer.Ordinal);

    /// <summary>The folder that holds the function's code, extracted now unless it is there.</summary>
    /// <exception cref="DiagnosticException">The archive is missing, damaged, unsafe or too large.</exception>
    public async Task<string> ExtractAsync(FunctionConfiguration function)
    {
        var target = Path.Combine(folder, Name(function.CodeSha256));
        if (Directory.Exists(target))
        {
            return target;
        }

        var extraction = _underWay.GetOrAdd(target, path => new(() => Task.Run(() => Extract(function, path))));
        try
        {
            return await extraction.Value;
        }
        finally
        {
            _underWay.TryRemove(new(target, extraction));
        }
    }

    private string Extract(FunctionConfiguration function, string target)
    {
        var temporary = Path.Combine(folder, $".{Guid.NewGuid():n}");
        try
        {
            using var file = File.OpenRead(function.CodePath);
            CheckHash(file, function);
            Directory.CreateDirectory(temporary);
            ExtractEntries(file, temporary, function);
            Publish(temporary, target);
            return target;
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException or NotSupportedException)
        {
            throw Unusable(function, $"cannot be extracted: {exception.Message}", "Package it again.");
        }
        finally
        {
            if (Directory.Exists(temporary))
            {
                Directory.Delete(temporary, recursive: true);
            }
        }
    }

    private static void CheckHash(FileStream file, FunctionConfiguration function)
    {
        var actual = Convert.ToBase64String(SHA256.HashData(file));
        if (actual != function.CodeSha256)
        {
            throw Unusable(function, $"has the SHA-256 {actual}, not {function.CodeSha256}", "Store it again.");
        }

        file.Position = 0;
    }

    private static void ExtractEntries(FileStream file, string root, FunctionConfiguration function)
    {
        using var archive = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
        var left = MaxUnzippedSize;
        var buffer = new byte[128 * 1024];
        foreach (var entry in archive.Entries)
        {
            var path = SafePath(entry, root, function);
            if (entry.FullName.EndsWith('/'))
            {
                Directory.CreateDirectory(path);
                continue;
            }

            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            left -= Write(entry, path, left, buffer);
            if (left < 0)
            {
                throw Unusable(function, "is too large", $"Unzipped size must be smaller than {MaxUnzippedSize} bytes.");
            }
        }
    }

    // Counts what really comes out: the sizes that an archive states are only claims.
    private static long Write(ZipArchiveEntry entry, string path, long limit, byte[] buffer)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = Mode(entry) | UnixFileMode.UserWrite;
        }

        using var source = entry.Open();
        using var file = new FileStream(path, options);
        long total = 0;
        for (int count; total <= limit && (count = source.Read(buffer)) > 0; total += count)
        {
            file.Write(buffer, 0, count);
        }

        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file.SafeFileHandle, (Mode(entry) | Readable) & ~Writable);
        }

        return total;
    }

    private static UnixFileMode Mode(ZipArchiveEntry entry) =>
        (entry.ExternalAttributes >> 16) is var mode && (mode & 0x1ff) != 0 ? (UnixFileMode)(mode & 0x1ff) : Readable | UnixFileMode.UserWrite;

    private static string SafePath(ZipArchiveEntry entry, string root, FunctionConfiguration function)
    {
        var name = entry.FullName;
        var type = (entry.ExternalAttributes >> 16) & FileTypeMask;
        if (type is not (0 or RegularFile or FolderType))
        {
            throw Unusable(function, $"holds '{name}', which is a link or a device", "Pack the file itself.");
        }

        var isPlain = name.AsSpan().IndexOfAny('\\', '\0') < 0 && !name.Split('/').Contains("..") && !Path.IsPathRooted(name);
        var path = isPlain ? Path.GetFullPath(Path.Combine(root, name)) : "";
        return path.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? path
            : throw Unusable(function, $"holds '{name}', which would leave its folder", "Pack with relative paths and forward slashes.");
    }

    private static void Publish(string temporary, string target)
    {
        try
        {
            Directory.Move(temporary, target);
        }
        catch (IOException) when (Directory.Exists(target))
        {
            // Somebody else was faster with the same content.
        }
    }

    private static string Name(string base64Hash)
    {
        var hash = new byte[32];
        return Convert.TryFromBase64String(base64Hash, hash, out var length) && length == 32
            ? Convert.ToHexStringLower(hash)
            : throw new ArgumentException($"'{base64Hash}' is not a base64 SHA-256.", nameof(base64Hash));
    }

    private static DiagnosticException Unusable(FunctionConfiguration function, string what, string help) =>
        new(FunctionDiagnostics.UnusableCode.At(SourceSpan.None, $"The code archive of {function.Name} {what}.", help));
}
