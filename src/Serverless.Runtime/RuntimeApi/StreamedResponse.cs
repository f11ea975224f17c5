using System.Buffers.Text;
using Serverless.Errors;
using Serverless.Http;
using Serverless.Messages;

namespace Serverless.RuntimeApi;

/// <summary>The wire side of one streamed response: a chunked POST whose trailers can still say that the function failed.</summary>
internal sealed class StreamedResponse(RuntimeApiClient client, string requestId, MessageBuffer buffer)
{
    private const int MaxChunkLength = 64 * 1024;

    private ConnectionLostException? _loss;

    /// <summary>Whether anything has been sent, so that a failure can no longer be posted in the response's place.</summary>
    internal bool HasBegun { get; private set; }

    /// <summary>Begins the response as an HTTP response; the prelude is a chunk of its own.</summary>
    internal void Begin(HttpResponsePrelude prelude)
    {
        buffer.Clear();
        prelude.Write(buffer);
        SendChunk("application/vnd.awslambda.http-integration-response"u8);
    }

    /// <summary>Sends bytes at once, as one chunk or, if they are many, as several.</summary>
    internal void Send(ReadOnlySpan<byte> bytes)
    {
        // A chunk of no bytes would be the end of the response.
        while (!bytes.IsEmpty)
        {
            var count = Math.Min(bytes.Length, MaxChunkLength);
            buffer.Clear();
            buffer.Append(bytes[..count]);
            SendChunk("application/octet-stream"u8);
            bytes = bytes[count..];
        }
    }

    /// <summary>Ends the response, as a failure when there is a <paramref name="report"/>.</summary>
    /// <exception cref="ConnectionLostException">The response broke, now or before.</exception>
    internal Acceptance End(ErrorReport? report)
    {
        buffer.Clear();
        buffer.Append("0\r\n"u8);
        if (report is not null)
        {
            AppendTrailers(report);
        }

        buffer.Append("\r\n"u8);
        PrependHeadOnce("application/octet-stream"u8);
        Send();
        return client.ReadAcceptance();
    }

    private void SendChunk(ReadOnlySpan<byte> contentType)
    {
        var size = new RequestHead(stackalloc byte[16]);
        size.AppendHexadecimal(buffer.Length);
        size.Append("\r\n"u8);
        buffer.Append("\r\n"u8);
        buffer.Prepend(size.Written);
        PrependHeadOnce(contentType);
        Send();
    }

    /// <summary>A response that broke stays broken: what follows must not go to the next connection.</summary>
    private void Send()
    {
        if (_loss is not null)
        {
            throw _loss;
        }

        try
        {
            client.Send(buffer.Written);
        }
        catch (ConnectionLostException loss)
        {
            _loss = loss;
            throw;
        }
    }

    private void AppendTrailers(ErrorReport report)
    {
        var errorType = new RequestHead(stackalloc byte[256]);
        errorType.Append(report.ErrorType.AsSpan(0, Math.Min(report.ErrorType.Length, 256)));
        buffer.Append("Lambda-Runtime-Function-Error-Type: "u8);
        buffer.Append(errorType.Written);
        buffer.Append("\r\nLambda-Runtime-Function-Error-Body: "u8);
        var json = report.ToJson().Written;
        Base64.EncodeToUtf8(json, buffer.GetSpan(Base64.GetMaxEncodedToUtf8Length(json.Length)), out _, out var written);
        buffer.Advance(written);
        buffer.Append("\r\n"u8);
    }

    private void PrependHeadOnce(ReadOnlySpan<byte> contentType)
    {
        if (HasBegun)
        {
            return;
        }

        HasBegun = true;
        client.Requests.PrependStreamedResponse(buffer, requestId, contentType);
    }
}
