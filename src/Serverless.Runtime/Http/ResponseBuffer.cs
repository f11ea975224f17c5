namespace Serverless.Http;

/// <summary>
/// What has arrived of one response, in a buffer that the next one uses again. It grows with what arrives, never with what is promised.
/// </summary>
/// <remarks>Owns the bytes, not what they mean; spans of it are valid until it is filled or cleared.</remarks>
internal sealed class ResponseBuffer
{
    private const int InitialLength = 16 * 1024;
    private const int KeptLength = 1024 * 1024;

    private readonly TimeSpan _stallLimit;
    private readonly long _maxLength;
    private ByteChannel _channel = null!;
    private byte[] _bytes = GC.AllocateUninitializedArray<byte>(InitialLength);

    /// <param name="stallLimit">How long a peer may be silent once it has begun a response.</param>
    /// <param name="maxLength">The most that a response within the limits needs at a time, in bytes.</param>
    internal ResponseBuffer(TimeSpan stallLimit, long maxLength) => (_stallLimit, _maxLength) = (stallLimit, maxLength);

    /// <summary>How many bytes there are.</summary>
    internal int Length { get; private set; }

    /// <summary>Whether there is no room for more bytes without growing.</summary>
    internal bool IsFull => Length == _bytes.Length;

    internal Span<byte> Bytes => _bytes.AsSpan(0, Length);

    internal ReadOnlyMemory<byte> Slice(int start, int length) => _bytes.AsMemory(start, length);

    /// <summary>Gives up the last response, and the bytes' place when that has grown large. The next response comes from this channel.</summary>
    internal void Begin(ByteChannel channel)
    {
        (_channel, Length) = (channel, 0);
        if (_bytes.Length > KeptLength)
        {
            _bytes = new byte[InitialLength];
        }
    }

    /// <summary>Makes place for a response of a known length.</summary>
    internal void Reserve(int length)
    {
        if (_bytes.Length < length)
        {
            Array.Resize(ref _bytes, length);
        }
    }

    /// <summary>Takes bytes out; those behind them move up.</summary>
    internal void Remove(int start, int end)
    {
        _bytes.AsSpan(end, Length - end).CopyTo(_bytes.AsSpan(start));
        Length -= end - start;
    }

    /// <summary>Gives up the bytes from there on.</summary>
    internal void Truncate(int length) => Length = length;

    /// <summary>Waits for more bytes, for ever if there are none.</summary>
    /// <exception cref="ConnectionLostException">There will be no more.</exception>
    internal void Fill()
    {
        if (!TryFill())
        {
            throw new ConnectionLostException(Length > 0
                ? "The Runtime API closed the connection in the middle of a response."
                : "The Runtime API closed the connection instead of answering.");
        }
    }

    /// <summary>Waits for more bytes, for ever if there are none; false when there will be no more.</summary>
    /// <exception cref="ConnectionLostException">The peer is gone, or silent for too long.</exception>
    internal bool TryFill()
    {
        if (IsFull)
        {
            Array.Resize(ref _bytes, (int)Math.Min(_bytes.Length * 2L, Math.Max(_maxLength, _bytes.Length + 1)));
        }

        _channel.WaitAtMost(Length > 0 ? _stallLimit : Timeout.InfiniteTimeSpan);
        var count = _channel.Receive(_bytes.AsSpan(Length));
        Length += count;
        return count > 0;
    }
}
