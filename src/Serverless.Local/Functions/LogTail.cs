using System.Text;

namespace Serverless.Local.Functions;

/// <summary>The last 4 KB of what one invocation wrote, as <c>X-Amz-Log-Result</c> has it. Safe for many threads.</summary>
internal sealed class LogTail
{
    private const int Size = 4096;

    private readonly Lock _gate = new();
    private readonly byte[] _ring = new byte[Size];
    private long _total;

    /// <summary>Adds a line.</summary>
    public void Add(ReadOnlySpan<byte> line)
    {
        lock (_gate)
        {
            Put(line);
            Put("\n"u8);
        }
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        lock (_gate)
        {
            var length = (int)Math.Min(_total, Size);
            var start = (int)((_total - length) % Size);
            byte[] bytes = [.. _ring.AsSpan(start, Math.Min(length, Size - start)), .. _ring.AsSpan(0, Math.Max(0, length - (Size - start)))];
            return Encoding.UTF8.GetString(bytes.AsSpan(FirstWholeCharacter(bytes, _total > Size)));
        }
    }

    private void Put(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > Size)
        {
            _total += bytes.Length - Size;
            bytes = bytes[^Size..];
        }

        foreach (var value in bytes)
        {
            _ring[_total++ % Size] = value;
        }
    }

    private static int FirstWholeCharacter(ReadOnlySpan<byte> bytes, bool isCut)
    {
        var start = 0;
        while (isCut && start < bytes.Length && (bytes[start] & 0xc0) == 0x80)
        {
            start++;
        }

        return start;
    }
}
