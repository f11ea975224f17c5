using System.Globalization;
using System.Text;

namespace Serverless.Fakes;

/// <summary>An event with everything that the Runtime API sends along; a test sets what it is about.</summary>
internal sealed record SomeEvent(string Body = "{}")
{
    internal string RequestId { get; init; } = Guid.NewGuid().ToString();
    internal DateTimeOffset? Deadline { get; init; } = DateTimeOffset.UtcNow.AddSeconds(30);
    internal string Headers { get; init; } = "";

    internal byte[] ToResponse()
    {
        var deadline = Deadline is { } time
            ? $"Lambda-Runtime-Deadline-Ms: {time.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)}\r\n"
            : "";
        return Encoding.UTF8.GetBytes(
            $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nLambda-Runtime-Aws-Request-Id: {RequestId}\r\n{deadline}{Headers}"
            + $"Content-Length: {Encoding.UTF8.GetByteCount(Body)}\r\n\r\n{Body}");
    }
}
