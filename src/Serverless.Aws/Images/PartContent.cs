using System.Net;
using System.Net.Http.Headers;

namespace Serverless.Aws.Images;

/// <summary>The content of a part on its way to a registry.</summary>
internal sealed class PartContent : HttpContent
{
    private const int BufferSize = 1 << 17;

    private readonly Stream _content;
    private readonly long _size;
    private readonly SentBytes _sent;

    public PartContent(Stream content, long size, SentBytes sent)
    {
        (_content, _size, _sent) = (content, size, sent);
        Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    // A request that is answered with a question for the password is sent again.
    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        var buffer = new byte[BufferSize];
        var count = 0L;
        for (int read; (read = await _content.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            await stream.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            _sent.Tell(count += read);
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _size;
        return true;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _content.Dispose();
        }

        base.Dispose(disposing);
    }
}
