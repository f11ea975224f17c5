using Serverless.Http;

namespace Serverless.Fakes;

/// <summary>Hands out prepared pieces, one per receive, and then the end of the stream; keeps what was sent.</summary>
internal sealed class ScriptedChannel(params byte[][] pieces) : ByteChannel
{
    private int _piece;
    private int _offset;

    internal TimeSpan Patience { get; private set; } = Timeout.InfiniteTimeSpan;

    internal MemoryStream Sent { get; } = new();

    /// <summary>One receive per byte.</summary>
    internal static ScriptedChannel ByteByByte(byte[] bytes) => new([.. bytes.Select(b => new[] { b })]);

    internal override void WaitAtMost(TimeSpan patience) => Patience = patience;

    internal override void Send(ReadOnlySpan<byte> bytes) => Sent.Write(bytes);

    internal override int Receive(Span<byte> destination)
    {
        while (_piece < pieces.Length && _offset == pieces[_piece].Length)
        {
            (_piece, _offset) = (_piece + 1, 0);
        }

        if (_piece == pieces.Length)
        {
            return 0;
        }

        var rest = pieces[_piece].AsSpan(_offset);
        var count = Math.Min(rest.Length, destination.Length);
        rest[..count].CopyTo(destination);
        _offset += count;
        return count;
    }

    public override void Dispose()
    {
    }
}
