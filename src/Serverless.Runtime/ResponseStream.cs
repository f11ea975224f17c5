using Serverless.RuntimeApi;

namespace Serverless;

/// <summary>
/// Where a streaming handler writes its response. Every write is sent at once, as a chunk; the caller sees it while the handler
/// still runs. Nothing is sent before the first write, so a handler that throws before it fails like any other.
/// </summary>
public sealed class ResponseStream : Stream
{
    private readonly object _gate = new();
    private bool _ended;

    private ResponseStream(StreamedResponse response) => Response = response;

    /// <summary>Always false.</summary>
    public override bool CanRead => false;

    /// <summary>Always false.</summary>
    public override bool CanSeek => false;

    /// <summary>True until the invocation ends.</summary>
    public override bool CanWrite => !_ended;

    /// <summary>Not supported.</summary>
    public override long Length => throw new NotSupportedException();

    /// <summary>Not supported.</summary>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    internal StreamedResponse Response { get; }

    internal static ResponseStream Over(StreamedResponse response) => new(response);

    /// <summary>Begins an HTTP response: status, headers and cookies, sent at once. What is written afterwards is its body.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The status is no final HTTP status (200 to 599).</exception>
    /// <exception cref="InvalidOperationException">Something has been written already.</exception>
    /// <exception cref="IOException">The Runtime API has gone away.</exception>
    public void BeginHttp(HttpResponsePrelude prelude)
    {
        ArgumentNullException.ThrowIfNull(prelude);
        ArgumentOutOfRangeException.ThrowIfLessThan(prelude.StatusCode, 200);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(prelude.StatusCode, 599);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_ended, this);
            if (Response.HasBegun)
            {
                throw new InvalidOperationException("The response has begun: call BeginHttp once, before anything is written.");
            }

            Response.Begin(prelude);
        }
    }

    /// <summary>Sends bytes; none is allowed and sends nothing.</summary>
    /// <exception cref="IOException">The Runtime API has gone away.</exception>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_ended, this);
            Response.Send(buffer);
        }
    }

    /// <inheritdoc cref="Write(ReadOnlySpan{byte})"/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <summary>Sends bytes before it returns: the Runtime API is on the same machine, so there is nothing worth waiting for.</summary>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc cref="WriteAsync(ReadOnlyMemory{byte}, CancellationToken)"/>
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>Does nothing: every write has been sent.</summary>
    public override void Flush()
    {
    }

    /// <summary>Not supported.</summary>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <summary>Not supported.</summary>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <summary>Not supported.</summary>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <summary>Lets nobody write any more. (A handler that disposes the stream changes nothing on the wire.)</summary>
    internal void End()
    {
        lock (_gate)
        {
            _ended = true;
        }
    }
}
