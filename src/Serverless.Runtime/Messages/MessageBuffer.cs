using System.Buffers;
using System.Text;

namespace Serverless.Messages;

/// <summary>
/// A reused, growing array of bytes with room in front: a body is written first, and the head that counts it is then put before
/// it, so that both leave in one piece.
/// </summary>
internal sealed class MessageBuffer : IBufferWriter<byte>
{
    /// <summary>The longest head, in bytes, that can be put before a body.</summary>
    internal const int Room = 1024;

    private const int InitialLength = 4 * 1024;
    private const int KeptLength = 1024 * 1024;

    private readonly int _maxLength;
    private byte[] _bytes = GC.AllocateUninitializedArray<byte>(Room + InitialLength);
    private int _start = Room;
    private int _end = Room;

    /// <param name="maxLength">The longest body; a longer one throws <see cref="MessageTooLongException"/>.</param>
    internal MessageBuffer(int maxLength = 1024 * 1024 * 1024) => _maxLength = maxLength;

    /// <summary>How many bytes the message has, heads included.</summary>
    internal int Length => _end - _start;

    internal ReadOnlySpan<byte> Written => _bytes.AsSpan(_start, Length);

    /// <summary>Forgets the content, and the memory when it has grown large.</summary>
    internal void Clear()
    {
        _start = _end = Room;
        if (_bytes.Length > KeptLength)
        {
            _bytes = GC.AllocateUninitializedArray<byte>(Room + InitialLength);
        }
    }

    /// <summary>Puts bytes before all that is written. All heads together must fit into <see cref="Room"/>.</summary>
    internal void Prepend(ReadOnlySpan<byte> head)
    {
        head.CopyTo(_bytes.AsSpan(_start - head.Length, head.Length));
        _start -= head.Length;
    }

    internal void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(GetSpan(bytes.Length));
        _end += bytes.Length;
    }

    internal void Append(string text) => Advance(Encoding.UTF8.GetBytes(text, GetSpan(Encoding.UTF8.GetMaxByteCount(text.Length))));

    public void Advance(int count)
    {
        _end += count;
        if (_end - Room > _maxLength)
        {
            throw new MessageTooLongException(_maxLength);
        }
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsMemory(_end);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsSpan(_end);
    }

    private void Reserve(int sizeHint)
    {
        var needed = (long)_end + Math.Max(sizeHint, 256);
        if (needed <= _bytes.Length)
        {
            return;
        }

        if (_end - Room >= _maxLength)
        {
            throw new MessageTooLongException(_maxLength);
        }

        Array.Resize(ref _bytes, (int)Math.Min(Math.Max(needed, _bytes.Length * 2L), Array.MaxLength));
    }
}
