namespace Serverless.Http;

/// <summary>A two-way stream of bytes to one peer; a socket in a function, a script in tests.</summary>
internal abstract class ByteChannel : IDisposable
{
    /// <summary>How long <see cref="Receive"/> waits for a byte; <see cref="Timeout.InfiniteTimeSpan"/> for ever.</summary>
    internal abstract void WaitAtMost(TimeSpan patience);

    /// <summary>Sends every byte.</summary>
    /// <exception cref="ConnectionLostException">The peer is gone.</exception>
    internal abstract void Send(ReadOnlySpan<byte> bytes);

    /// <summary>Waits for at least one byte and returns how many came; 0 when the peer will send no more.</summary>
    /// <exception cref="ConnectionLostException">The peer is gone, or silent for longer than allowed.</exception>
    internal abstract int Receive(Span<byte> destination);

    public abstract void Dispose();
}
