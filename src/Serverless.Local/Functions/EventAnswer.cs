using System.Globalization;
using System.Text;

namespace Serverless.Local.Functions;

/// <summary>The answer to a <c>next</c>: an invocation's event under the headers that describe it.</summary>
/// <remarks>Owns one buffer that every answer of a connection is written into, so a written answer is good until the next one.</remarks>
internal sealed class EventAnswer
{
    private const int MaxCopied = 16 * 1024;

    private byte[] _buffer = new byte[4096];
    private int _length;

    /// <summary>Writes an answer. A small event stands in it; a large one is to be sent behind it.</summary>
    /// <param name="invocation">Whose event it is.</param>
    /// <param name="deadline">When its time is over, in Unix milliseconds.</param>
    /// <param name="rest">What is to be sent behind the answer; may be empty.</param>
    public ReadOnlyMemory<byte> Write(Invocation invocation, long deadline, out ReadOnlyMemory<byte> rest)
    {
        var payload = invocation.Request.Payload;
        WriteHead(invocation, deadline);
        rest = payload;
        if (payload.Length <= MaxCopied)
        {
            Append(payload.Span);
            rest = default;
        }

        return _buffer.AsMemory(0, _length);
    }

    private void WriteHead(Invocation invocation, long deadline)
    {
        _length = 0;
        Append("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nLambda-Runtime-Aws-Request-Id: "u8);
        Append(invocation.RequestId);
        Append("\r\nLambda-Runtime-Deadline-Ms: "u8);
        Append(deadline);
        Append("\r\nLambda-Runtime-Invoked-Function-Arn: "u8);
        Append(invocation.InvokedArn);
        Append("\r\nLambda-Runtime-Trace-Id: "u8);
        Append(invocation.TraceId);
        if (invocation.Request.ClientContext is { } clientContext)
        {
            Append("\r\nLambda-Runtime-Client-Context: "u8);
            Append(clientContext.ReplaceLineEndings(" "));
        }

        Append("\r\nContent-Length: "u8);
        Append(invocation.Request.Payload.Length);
        Append("\r\n\r\n"u8);
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        Reserve(bytes.Length);
        bytes.CopyTo(_buffer.AsSpan(_length));
        _length += bytes.Length;
    }

    private void Append(string text)
    {
        Reserve(Encoding.UTF8.GetMaxByteCount(text.Length));
        _length += Encoding.UTF8.GetBytes(text, _buffer.AsSpan(_length));
    }

    private void Append(long number)
    {
        Reserve(20);
        number.TryFormat(_buffer.AsSpan(_length), out var written, default, CultureInfo.InvariantCulture);
        _length += written;
    }

    private void Reserve(int more)
    {
        if (_length + more > _buffer.Length)
        {
            Array.Resize(ref _buffer, Math.Max(_length + more, _buffer.Length * 2));
        }
    }
}
