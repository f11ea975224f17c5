using System.Net.Sockets;
using System.Text;

namespace Serverless.Fakes;

/// <summary>What the fake does to a connection that has sent a request; false closes the connection afterwards.</summary>
internal delegate Task<bool> Reply(Socket connection);

/// <summary>Good answers, bad answers, and ways to break off.</summary>
internal static class Replies
{
    internal static Reply Accepted { get; } = Status(202, """{"status":"OK"}""");

    /// <summary>The connection stays open and nothing comes.</summary>
    internal static Reply Silence { get; } = static async connection =>
    {
        await Task.Delay(Timeout.Infinite);
        return false;
    };

    internal static Reply Status(int status, string body = "") =>
        Bytes($"HTTP/1.1 {status} Reason\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");

    internal static Reply Bytes(string text) => Bytes(Encoding.UTF8.GetBytes(text));

    internal static Reply Bytes(byte[] bytes) => async connection =>
    {
        await connection.SendAsync(bytes);
        return true;
    };

    /// <summary>Every byte in a packet of its own.</summary>
    internal static Reply Slowly(byte[] bytes) => async connection =>
    {
        foreach (var value in bytes)
        {
            await connection.SendAsync(new[] { value });
            await Task.Delay(1);
        }

        return true;
    };

    /// <summary>Sends what there is and closes in good order.</summary>
    internal static Reply CloseAfter(byte[] bytes) => async connection =>
    {
        await connection.SendAsync(bytes);
        return false;
    };

    /// <summary>Answers a request that has not been read to its end, as servers do that have seen enough, and closes.</summary>
    internal static Reply RefuseEarly(int status, string body) => async connection =>
    {
        await Status(status, body)(connection);
        connection.Shutdown(SocketShutdown.Send);
        await Task.Delay(100);
        return false;
    };

    /// <summary>Sends what there is and resets the connection.</summary>
    internal static Reply ResetAfter(byte[] bytes) => async connection =>
    {
        await connection.SendAsync(bytes);
        await Task.Delay(20);
        connection.LingerState = new LingerOption(true, 0);
        return false;
    };
}
