using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Serverless.Artifacts;

/// <summary>A file to be zipped, as it was when it was read for its hash.</summary>
/// <param name="Name">Its normalized name inside the zip.</param>
/// <param name="SourcePath">Absolute path of the file.</param>
/// <param name="Length">Its bytes.</param>
/// <param name="IsExecutable">True for mode 0755, false for 0644.</param>
/// <param name="Hash">SHA-256 of its content.</param>
internal sealed record ZipEntry(string Name, string SourcePath, long Length, bool IsExecutable, byte[] Hash)
{
    private const int BufferSize = 1 << 17;

    /// <summary>The permission bits that the entry gets.</summary>
    public int Mode => IsExecutable ? 0b111_101_101 : 0b110_100_100;

    /// <summary>Reads a file once, for its hash and its mode.</summary>
    /// <param name="name">Its normalized name inside the zip.</param>
    /// <param name="sourcePath">Absolute path of the file.</param>
    /// <param name="keepsMode">True when a file that its owner may execute becomes executable whatever is in it.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public static ZipEntry Read(string name, string sourcePath, bool keepsMode, CancellationToken cancellationToken)
    {
        using var stream = new FileStream(sourcePath, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[(int)Math.Clamp(stream.Length, 1, BufferSize)];
        var length = 0L;
        var isExecutable = false;
        for (int count; (count = stream.ReadAtLeast(buffer, Math.Min(4, buffer.Length), throwOnEndOfStream: false)) > 0;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            isExecutable = length == 0 ? ExecutableFiles.Is(name, buffer.AsSpan(0, count)) : isExecutable;
            hash.AppendData(buffer, 0, count);
            length += count;
        }

        return new(name, sourcePath, length, isExecutable || name == "bootstrap" || (keepsMode && ExecutableFiles.IsMarked(sourcePath)), hash.GetHashAndReset());
    }

    /// <summary>
    /// The content hash of sorted entries: SHA-256 over, for each, the name in UTF-8, a zero byte, the mode in four octal digits, a zero
    /// byte and the SHA-256 of the content.
    /// </summary>
    public static string HashContent(IEnumerable<ZipEntry> entries)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var entry in entries)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(entry.Name));
            hash.AppendData(entry.IsExecutable ? "\00755\0"u8 : "\00644\0"u8);
            hash.AppendData(entry.Hash);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}

/// <summary>Tells files that are started from files that are read, first of all by their content: Windows has no modes.</summary>
internal static class ExecutableFiles
{
    /// <summary>True for a bootstrap, a script with a shebang line and a native program; false for native libraries and everything else.</summary>
    /// <param name="name">The name inside the zip.</param>
    /// <param name="start">The first bytes of the content.</param>
    public static bool Is(string name, ReadOnlySpan<byte> start) =>
        name == "bootstrap" || start.StartsWith("#!"u8) || (IsElf(start) && !IsLibrary(name));

    /// <summary>True when the disk says that the owner may execute the file; never on Windows.</summary>
    public static bool IsMarked(string path) => !OperatingSystem.IsWindows() && File.GetUnixFileMode(path).HasFlag(UnixFileMode.UserExecute);

    private static bool IsElf(ReadOnlySpan<byte> start) => start.Length >= 4 && BinaryPrimitives.ReadUInt32BigEndian(start) == 0x7F454C46;

    private static bool IsLibrary(string name)
    {
        var file = name[(name.LastIndexOf('/') + 1)..];
        return file.EndsWith(".so", StringComparison.Ordinal) || file.Contains(".so.", StringComparison.Ordinal);
    }
}
