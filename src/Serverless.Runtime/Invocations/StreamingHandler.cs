using System.Text.Json.Serialization.Metadata;
using Serverless.Errors;
using Serverless.Messages;
using Serverless.RuntimeApi;

namespace Serverless.Invocations;

/// <summary>A handler that writes its response while it runs.</summary>
internal abstract class StreamingHandler : FunctionHandler
{
    private readonly MessageBuffer _buffer = new();
    private ResponseStream? _stream;

    internal sealed override Task Start(ReadOnlyMemory<byte> body, InvocationContext context, RuntimeApiClient client)
    {
        _stream = ResponseStream.Over(new StreamedResponse(client, context.RequestId, _buffer));
        return Start(body, _stream, context);
    }

    internal sealed override void Conclude(Task task)
    {
    }

    internal sealed override Acceptance SendResult(RuntimeApiClient client, string requestId) => TakeResponse()!.End(report: null);

    internal sealed override bool TrySendFailure(ErrorReport report)
    {
        if (TakeResponse() is not { HasBegun: true } response)
        {
            return false;
        }

        response.End(report);
        return true;
    }

    internal override void Release() => _stream?.End();

    /// <summary>A response ends once: whoever ends it takes it, and what is to be said afterwards is said in another way.</summary>
    private StreamedResponse? TakeResponse()
    {
        var response = _stream?.Response;
        _stream = null;
        return response;
    }

    protected abstract Task Start(ReadOnlyMemory<byte> body, ResponseStream response, InvocationContext context);
}

/// <summary>A streaming handler that reads the event itself.</summary>
internal sealed class RawStreamingHandler(Func<Stream, ResponseStream, InvocationContext, Task> handler) : StreamingHandler
{
    private MemoryStream? _input;

    internal override FunctionHandler ForAnotherLoop() => new RawStreamingHandler(handler);

    internal override void Release()
    {
        base.Release();
        _input?.Dispose();
    }

    protected override Task Start(ReadOnlyMemory<byte> body, ResponseStream response, InvocationContext context)
    {
        _input = EventStream.Over(body);
        return handler(_input, response, context);
    }
}

/// <summary>A streaming handler that takes JSON.</summary>
internal sealed class JsonStreamingHandler<TInput>(Func<TInput, ResponseStream, InvocationContext, Task> handler, JsonTypeInfo<TInput> input) : StreamingHandler
{
    internal override FunctionHandler ForAnotherLoop() => new JsonStreamingHandler<TInput>(handler, input);

    protected override Task Start(ReadOnlyMemory<byte> body, ResponseStream response, InvocationContext context) =>
        handler(JsonInput.Read(body.Span, input), response, context);
}
