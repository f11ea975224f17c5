using System.Runtime.InteropServices;

namespace Serverless.Native;

/// <summary>
/// Writes to a descriptor that the process was given, straight through the C library. <see cref="FileStream"/> and the console's streams do the
/// same with buffers, terminals and encodings that a log has no use for.
/// </summary>
internal sealed unsafe class DescriptorStream(int descriptor) : Stream
{
    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Writes every byte.</summary>
    /// <exception cref="IOException">There is no such descriptor, or nobody reads at its other end, or what is behind it is full.</exception>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        LibC.Bind();
        while (!buffer.IsEmpty)
        {
            nint count;
            int error;
            fixed (byte* start = buffer)
            {
                count = LibC.write(descriptor, start, buffer.Length);
                error = Marshal.GetLastSystemError();
            }

            if (count >= 0)
            {
                buffer = buffer[(int)count..];
            }
            else if (error == LibC.EAGAIN)
            {
                AwaitRoom();
            }
            else if (error != LibC.EINTR)
            {
                throw new IOException(Marshal.GetPInvokeErrorMessage(error));
            }
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
        // Nothing is kept back.
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    /// <summary>Whoever made the other end may have made it one that does not wait.</summary>
    private void AwaitRoom()
    {
        var waited = new LibC.PollDescriptor { Descriptor = descriptor, Events = LibC.POLLOUT };
        _ = LibC.poll(&waited, 1, Timeout.Infinite);
    }
}
