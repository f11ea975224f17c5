using System.Runtime.InteropServices;
using System.Text;

namespace Serverless.Http;

/// <summary>
/// The header fields of one response as positions in the buffer that received them. Nothing is copied or decoded before it is asked for.
/// </summary>
internal sealed class HttpHeaders
{
    internal const int MaxCount = 256;

    private Field[] _fields = new Field[16];
    private int _count;

    internal void Clear() => _count = 0;

    /// <summary>Reads the lines of a header section, each ended by CRLF; <paramref name="offset"/> is where they stand in the buffer.</summary>
    internal void Read(ReadOnlySpan<byte> lines, int offset)
    {
        while (!lines.IsEmpty)
        {
            var end = lines.IndexOf("\r\n"u8);
            Add(lines[..end], offset);
            lines = lines[(end + 2)..];
            offset += end + 2;
        }
    }

    /// <summary>The value of the first field of this name, without surrounding blanks; an empty span when there is none.</summary>
    internal ReadOnlySpan<byte> Value(ReadOnlySpan<byte> buffer, ReadOnlySpan<byte> name)
    {
        var index = IndexOf(buffer, name, 0);
        return index < 0 ? default : _fields[index].Value(buffer);
    }

    /// <summary>The position of the next field of this name at or after <paramref name="from"/>; -1 when there is none.</summary>
    internal int IndexOf(ReadOnlySpan<byte> buffer, ReadOnlySpan<byte> name, int from)
    {
        for (var i = from; i < _count; i++)
        {
            if (Ascii.EqualsIgnoreCase(_fields[i].Name(buffer), name))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Refuses a line that is no header field.</summary>
    internal static void Check(ReadOnlySpan<byte> line) => Split(line, out _, out _, out _);

    internal ReadOnlySpan<byte> ValueAt(ReadOnlySpan<byte> buffer, int index) => _fields[index].Value(buffer);

    /// <summary>Checks a field and says where its name ends and its value stands.</summary>
    private static void Split(ReadOnlySpan<byte> line, out int nameEnd, out int start, out int end)
    {
        nameEnd = line.IndexOf((byte)':');
        if (nameEnd <= 0 || !IsToken(line[..nameEnd]))
        {
            throw new HttpFormatException("The Runtime API sent a header line that is not 'Name: value'.");
        }

        (start, end) = (nameEnd + 1, line.Length);
        while (start < end && IsBlank(line[start]))
        {
            start++;
        }

        while (end > start && IsBlank(line[end - 1]))
        {
            end--;
        }

        if (HasControlByte(line[start..end]))
        {
            throw new HttpFormatException("The Runtime API sent a control character in a header value.");
        }
    }

    // RFC 9110, 5.6.2. Plain loops: these lines are short, and vector tables would have to be built at every start.
    private static bool IsToken(ReadOnlySpan<byte> name)
    {
        foreach (var value in name)
        {
            if (!char.IsAsciiLetterOrDigit((char)value) && "!#$%&'*+-.^_`|~"u8.IndexOf(value) < 0)
            {
                return false;
            }
        }

        return true;
    }

    // RFC 9110, 5.5: anything visible, space, tab and the bytes above ASCII.
    private static bool HasControlByte(ReadOnlySpan<byte> text)
    {
        foreach (var value in text)
        {
            if (value is < 0x20 and not (byte)'\t' or 0x7F)
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsBlank(byte value) => value is (byte)' ' or (byte)'\t';

    private void Add(ReadOnlySpan<byte> line, int offset)
    {
        Split(line, out var nameEnd, out var valueStart, out var valueEnd);
        if (_count == MaxCount)
        {
            throw new HttpFormatException($"The Runtime API sent more than {MaxCount} header lines.");
        }

        if (_count == _fields.Length)
        {
            Array.Resize(ref _fields, _count * 2);
        }

        _fields[_count++] = new Field(offset, nameEnd, offset + valueStart, valueEnd - valueStart);
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Field(int NameStart, int NameLength, int ValueStart, int ValueLength)
    {
        internal ReadOnlySpan<byte> Name(ReadOnlySpan<byte> buffer) => buffer.Slice(NameStart, NameLength);

        internal ReadOnlySpan<byte> Value(ReadOnlySpan<byte> buffer) => buffer.Slice(ValueStart, ValueLength);
    }
}
