using System.Buffers;
using System.Globalization;
using System.Text;

namespace Serverless.Local.Functions;

/// <summary>A body in chunks, with the trailers in which a streamed response says that it failed. (RFC 9112, 7.1)</summary>
internal static class ChunkedBody
{
    /// <summary>Reads a body to its end, and keeps it up to a limit.</summary>
    /// <exception cref="MalformedRequestException">It is none.</exception>
    /// <exception cref="EndOfStreamException">It breaks off.</exception>
    public static async ValueTask<RuntimeApiBody> ReadAsync(SocketReader reader, int limit)
    {
        var content = new ArrayBufferWriter<byte>(4096);
        long total = 0;
        for (int size; (size = ChunkSize((await reader.ReadLineAsync()).Span)) > 0;)
        {
            total += size;
            if (total <= limit)
            {
                await reader.ReadExactlyAsync(content.GetMemory(size)[..size]);
                content.Advance(size);
            }
            else
            {
                await reader.DiscardAsync(size);
            }

            if ((await reader.ReadLineAsync()).Length != 0)
            {
                throw new MalformedRequestException("A chunk is longer than it says.");
            }
        }

        var body = new RuntimeApiBody(total <= limit ? content.WrittenSpan.ToArray() : [], total > limit);
        while (await reader.ReadLineAsync() is { Length: > 0 } trailer)
        {
            body = WithTrailer(body, trailer.Span);
        }

        return body;
    }

    private static RuntimeApiBody WithTrailer(RuntimeApiBody body, ReadOnlySpan<byte> line)
    {
        var colon = line.IndexOf((byte)':');
        var name = colon > 0 ? line[..colon] : throw new MalformedRequestException("Not a trailer line.");
        var value = line[(colon + 1)..].Trim(" \t"u8);
        return Ascii.EqualsIgnoreCase(name, "lambda-runtime-function-error-type"u8) ? body with { ErrorType = Encoding.UTF8.GetString(value) }
            : Ascii.EqualsIgnoreCase(name, "lambda-runtime-function-error-body"u8) ? body with { ErrorBody = Encoding.UTF8.GetString(value) }
            : body;
    }

    private static int ChunkSize(ReadOnlySpan<byte> line)
    {
        var end = line.IndexOf((byte)';');
        var digits = (end < 0 ? line : line[..end]).TrimEnd((byte)' ');
        return digits.Length is > 0 and <= 7 && int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var size)
            ? size
            : throw new MalformedRequestException("Not the size of a chunk.");
    }
}
