using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace Serverless.Artifacts;

/// <summary>
/// Writes zips whose bytes depend on names, modes and contents only: fixed time (1980-01-01), made by Unix whatever the system, no extra
/// fields, no data descriptors (APPNOTE 6.3.10). Entries are compressed in parallel and written in order. Its callers keep below the
/// 4 GB and 65,535 entries that call for ZIP64.
/// </summary>
/// <param name="output">Where the zip goes; it must be able to seek.</param>
/// <param name="compression">How hard to compress.</param>
internal sealed class ZipWriter(Stream output, CompressionLevel compression)
{
    // Larger files go through a small buffer one by one; the others wait in memory for their turn, but never more than this at once.
    private const int StreamFrom = 32 << 20;
    private const int MemoryBudget = 64 << 20;
    private const int MaxWaiting = 32;

    private const ushort Version = 20;
    private const ushort MadeByUnix = 3 << 8;
    private const ushort Utf8Names = 1 << 11;
    private const ushort Date1980 = 1 << 5 | 1;
    private const int RegularFile = 0x8000;

    private readonly List<WrittenEntry> _written = [];

    /// <summary>Writes all entries and the directory. The output stays open.</summary>
    /// <exception cref="IOException">A file cannot be read or is not what it was, or the output cannot be written.</exception>
    public void Write(IReadOnlyList<ZipEntry> entries, CancellationToken cancellationToken)
    {
        var waiting = new Queue<WaitingEntry>();
        var bytes = 0L;
        foreach (var entry in entries)
        {
            while (waiting.Count > 0 && (waiting.Count == MaxWaiting || bytes + entry.Length > MemoryBudget))
            {
                bytes -= waiting.Peek().Entry.Length;
                WriteNext(waiting);
            }

            if (entry.Length >= StreamFrom)
            {
                WriteStreamed(entry, cancellationToken);
                continue;
            }

            bytes += entry.Length;
            waiting.Enqueue(new(entry, Task.Run(() => Compress(entry, cancellationToken), cancellationToken)));
        }

        while (waiting.Count > 0)
        {
            WriteNext(waiting);
        }

        WriteDirectory();
    }

    private void WriteNext(Queue<WaitingEntry> waiting)
    {
        var (entry, work) = waiting.Dequeue();
        var body = work.GetAwaiter().GetResult();
        _written.Add(new(entry, body, output.Position));
        WriteLocalHeader(entry, body);
        output.Write(body.Bytes.Span);
    }

    private void WriteStreamed(ZipEntry entry, CancellationToken cancellationToken)
    {
        var offset = output.Position;
        WriteLocalHeader(entry, new(IsDeflated: true, 0, 0, default));
        var start = output.Position;
        uint crc;
        using (var deflate = new DeflateStream(output, compression, leaveOpen: true))
        {
            crc = Copy(entry, deflate, cancellationToken);
        }

        var end = output.Position;
        var body = new Compressed(IsDeflated: true, crc, end - start, default);
        output.Position = offset;
        WriteLocalHeader(entry, body);
        output.Position = end;
        _written.Add(new(entry, body, offset));
    }

    private Compressed Compress(ZipEntry entry, CancellationToken cancellationToken)
    {
        var deflated = new MemoryStream((int)(entry.Length / 2) + 64);
        uint crc;
        using (var deflate = new DeflateStream(deflated, compression, leaveOpen: true))
        {
            crc = Copy(entry, deflate, cancellationToken);
        }

        if (deflated.Length < entry.Length)
        {
            return new(IsDeflated: true, crc, deflated.Length, deflated.GetBuffer().AsMemory(0, (int)deflated.Length));
        }

        var stored = new MemoryStream((int)entry.Length);
        Copy(entry, stored, cancellationToken);
        return new(IsDeflated: false, crc, stored.Length, stored.GetBuffer().AsMemory(0, (int)stored.Length));
    }

    /// <summary>Copies a file and makes sure that it still is the file that was hashed.</summary>
    private static uint Copy(ZipEntry entry, Stream target, CancellationToken cancellationToken)
    {
        using var source = new FileStream(entry.SourcePath, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var crc = new Crc32();
        var buffer = ArrayPool<byte>.Shared.Rent(1 << 16);
        for (int count; (count = source.Read(buffer)) > 0;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            crc.Append(buffer.AsSpan(0, count));
            hash.AppendData(buffer, 0, count);
            target.Write(buffer, 0, count);
        }

        ArrayPool<byte>.Shared.Return(buffer);
        return hash.GetHashAndReset().AsSpan().SequenceEqual(entry.Hash)
            ? crc.Value
            : throw new IOException($"'{entry.SourcePath}' changed while it was packed");
    }

    private void WriteLocalHeader(ZipEntry entry, Compressed body)
    {
        var name = Encoding.UTF8.GetBytes(entry.Name);
        Span<byte> header = stackalloc byte[30];
        BinaryPrimitives.WriteUInt32LittleEndian(header, 0x04034B50);
        WriteCommon(header[4..], entry, body, name);
        output.Write(header);
        output.Write(name);
    }

    private void WriteDirectory()
    {
        var start = output.Position;
        Span<byte> header = stackalloc byte[46];
        foreach (var (entry, body, offset) in _written)
        {
            var name = Encoding.UTF8.GetBytes(entry.Name);
            header.Clear();
            BinaryPrimitives.WriteUInt32LittleEndian(header, 0x02014B50);
            BinaryPrimitives.WriteUInt16LittleEndian(header[4..], MadeByUnix | Version);
            WriteCommon(header[6..], entry, body, name);
            BinaryPrimitives.WriteUInt32LittleEndian(header[38..], (uint)(RegularFile | entry.Mode) << 16);
            BinaryPrimitives.WriteUInt32LittleEndian(header[42..], checked((uint)offset));
            output.Write(header);
            output.Write(name);
        }

        Span<byte> end = stackalloc byte[22];
        end.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(end, 0x06054B50);
        BinaryPrimitives.WriteUInt16LittleEndian(end[8..], checked((ushort)_written.Count));
        BinaryPrimitives.WriteUInt16LittleEndian(end[10..], (ushort)_written.Count);
        BinaryPrimitives.WriteUInt32LittleEndian(end[12..], checked((uint)(output.Position - start)));
        BinaryPrimitives.WriteUInt32LittleEndian(end[16..], checked((uint)start));
        output.Write(end);
    }

    // The fields that a local header and a directory entry have in common, from "version needed" to "extra field length".
    private static void WriteCommon(Span<byte> header, ZipEntry entry, Compressed body, byte[] name)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(header, Version);
        BinaryPrimitives.WriteUInt16LittleEndian(header[2..], name.Length == entry.Name.Length ? (ushort)0 : Utf8Names);
        BinaryPrimitives.WriteUInt16LittleEndian(header[4..], (ushort)(body.IsDeflated ? 8 : 0));
        BinaryPrimitives.WriteUInt16LittleEndian(header[6..], 0);
        BinaryPrimitives.WriteUInt16LittleEndian(header[8..], Date1980);
        BinaryPrimitives.WriteUInt32LittleEndian(header[10..], body.Crc);
        BinaryPrimitives.WriteUInt32LittleEndian(header[14..], checked((uint)body.Length));
        BinaryPrimitives.WriteUInt32LittleEndian(header[18..], checked((uint)entry.Length));
        BinaryPrimitives.WriteUInt16LittleEndian(header[22..], checked((ushort)name.Length));
        BinaryPrimitives.WriteUInt16LittleEndian(header[24..], 0);
    }

    /// <summary>A compressed body, or the figures of one that was streamed.</summary>
    private sealed record Compressed(bool IsDeflated, uint Crc, long Length, ReadOnlyMemory<byte> Bytes);

    private sealed record WaitingEntry(ZipEntry Entry, Task<Compressed> Work);

    private sealed record WrittenEntry(ZipEntry Entry, Compressed Body, long Offset);
}
