using System.Text;

namespace Serverless.Http;

/// <summary>One response in every shape that the reader has to know, and what it says.</summary>
internal static class WellFormedResponses
{
    internal sealed record Shape(string Name, string Wire, int Status, string Body, bool KeepsAlive)
    {
        internal byte[] Bytes => Encoding.UTF8.GetBytes(Wire);
    }

    internal static Shape[] All { get; } =
    [
        new("counted", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-Name: välue\r\n\r\nhello", 200, "hello", true),
        new("counted, empty", "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\nX-Name: välue\r\n\r\n", 202, "", true),
        new("small letters and blanks", "HTTP/1.1 200 OK\r\ncontent-length: \t 5 \t \r\nx-name:välue\r\n\r\nhello", 200, "hello", true),
        new("no reason", "HTTP/1.1 200\r\nContent-Length: 5\r\nX-Name: välue\r\n\r\nhello", 200, "hello", true),
        new("length twice", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 5\r\nX-Name: välue\r\n\r\nhello", 200, "hello", true),
        new("chunked", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nX-Name: välue\r\n\r\n2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n", 200, "hello", true),
        new("chunked, extensions and trailers", "HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\nX-Name: välue\r\n\r\n005;a=\"b\"\r\nhello\r\n0;x\r\nTrailer: t\r\nOther: o\r\n\r\n", 200, "hello", true),
        new("chunked, empty", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nX-Name: välue\r\n\r\n0\r\n\r\n", 200, "", true),
        new("chunked, capital digits", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nX-Name: välue\r\n\r\nA\r\n0123456789\r\n0\r\n\r\n", 200, "0123456789", true),
        new("closing", "HTTP/1.1 200 OK\r\nConnection: keep-alive , Close\r\nContent-Length: 5\r\nX-Name: välue\r\n\r\nhello", 200, "hello", false),
        new("to the end", "HTTP/1.1 200 OK\r\nConnection: close\r\nX-Name: välue\r\n\r\nhello", 200, "hello", false),
        new("version 1.0", "HTTP/1.0 200 OK\r\nX-Name: välue\r\n\r\nhello", 200, "hello", false),
        new("no content", "HTTP/1.1 204 No Content\r\nX-Name: välue\r\n\r\n", 204, "", true),
        new("nobody says how long", "HTTP/1.1 202 Accepted\r\nX-Name: välue\r\n\r\n", 202, "", false),
        new("after interim ones", "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-Name: välue\r\n\r\nhello", 200, "hello", true),
    ];
}
