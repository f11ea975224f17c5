using System.Text;
using Serverless.Messages;

namespace Serverless.Http;

/// <summary>What the headers of a response say about where its body ends, and the connection (RFC 9112, 6 and 9).</summary>
internal static class BodyFraming
{
    /// <exception cref="HttpFormatException">It comes in another transfer coding.</exception>
    internal static bool IsChunked(HttpHeaders headers, ReadOnlySpan<byte> buffer)
    {
        var first = headers.IndexOf(buffer, "Transfer-Encoding"u8, 0);
        if (first < 0)
        {
            return false;
        }

        var single = headers.IndexOf(buffer, "Transfer-Encoding"u8, first + 1) < 0;
        return single && Ascii.EqualsIgnoreCase(headers.ValueAt(buffer, first), "chunked"u8)
            ? true
            : throw new HttpFormatException("The Runtime API sent a Transfer-Encoding other than chunked.");
    }

    /// <summary>The announced length, or -1.</summary>
    /// <exception cref="HttpFormatException">It is no number, there are two, or it is over the limit.</exception>
    internal static int ContentLength(HttpHeaders headers, ReadOnlySpan<byte> buffer, int maxLength)
    {
        var length = -1;
        for (var i = -1; (i = headers.IndexOf(buffer, "Content-Length"u8, i + 1)) >= 0;)
        {
            var value = headers.ValueAt(buffer, i);
            if (!Digits.TryRead(value, out long parsed) || (length >= 0 && length != parsed))
            {
                throw new HttpFormatException("The Runtime API sent a malformed Content-Length.");
            }

            length = parsed <= maxLength ? (int)parsed : throw HttpFormatException.TooLongBody(maxLength);
        }

        return length;
    }

    /// <summary>Whether the connection ends with this response.</summary>
    internal static bool ClosesConnection(HttpHeaders headers, ReadOnlySpan<byte> buffer)
    {
        for (var i = -1; (i = headers.IndexOf(buffer, "Connection"u8, i + 1)) >= 0;)
        {
            for (var rest = headers.ValueAt(buffer, i); !rest.IsEmpty;)
            {
                var comma = rest.IndexOf((byte)',');
                var option = (comma < 0 ? rest : rest[..comma]).Trim(" \t"u8);
                if (Ascii.EqualsIgnoreCase(option, "close"u8))
                {
                    return true;
                }

                rest = comma < 0 ? default : rest[(comma + 1)..];
            }
        }

        return false;
    }
}
