namespace Serverless.Artifacts.Images;

/// <summary>A part of a file, read without the rest of it. It owns the file's stream.</summary>
/// <param name="file">The file.</param>
/// <param name="offset">Where the part begins.</param>
/// <param name="length">Its bytes.</param>
internal sealed class TarSection(FileStream file, long offset, long length) : Stream
{
    private long _position;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position
    {
        get => _position;
        set => _position = value;
    }

    public override int Read(Span<byte> buffer)
    {
        var count = RandomAccess.Read(file.SafeFileHandle, buffer[..Left(buffer.Length)], offset + _position);
        _position += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = await RandomAccess.ReadAsync(file.SafeFileHandle, buffer[..Left(buffer.Length)], offset + _position, cancellationToken);
        _position += count;
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override long Seek(long offset, SeekOrigin origin) => _position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => _position + offset,
        _ => length + offset,
    };

    public override void Flush()
    {
        // Nothing is written.
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            file.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Left(int wanted) => (int)Math.Min(wanted, Math.Max(0, length - _position));
}
