using Serverless.Errors;
using Serverless.Messages;
using Serverless.RuntimeApi;

namespace Serverless.Invocations;

/// <summary>A handler from stream to stream.</summary>
internal sealed class StreamHandler(Func<Stream, InvocationContext, Task<Stream>> handler) : BufferedHandler
{
    private MemoryStream? _input;

    internal override FunctionHandler ForAnotherLoop() => new StreamHandler(handler);

    internal override Task Start(ReadOnlyMemory<byte> body, InvocationContext context, RuntimeApiClient client)
    {
        _input = EventStream.Over(body);
        return handler(_input, context);
    }

    internal override void Conclude(Task task)
    {
        Result.Clear();
        using var output = ((Task<Stream>)task).Result ?? throw InvalidResponseException.NoStream();
        try
        {
            // Nobody means to send the nothing behind what he has just written.
            if (output.CanSeek && output.Position > 0 && output.Position == output.Length)
            {
                output.Position = 0;
            }

            CopyFrom(output);
        }
        catch (MessageTooLongException exception)
        {
            throw InvalidResponseException.TooLong(exception);
        }
        catch (Exception exception)
        {
            throw InvalidResponseException.Unreadable(exception);
        }
    }

    internal override void Release() => _input?.Dispose();

    private void CopyFrom(Stream output)
    {
        for (int count; (count = Read(output)) > 0;)
        {
            Result.Advance(count);
        }
    }

    /// <summary>Not all streams can be read synchronously; the usual one can.</summary>
    private int Read(Stream output) => output is MemoryStream
        ? output.Read(Result.GetSpan(16 * 1024))
        : output.ReadAsync(Result.GetMemory(16 * 1024)).AsTask().GetAwaiter().GetResult();
}
