using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Serverless.Errors;
using Serverless.Messages;
using Serverless.RuntimeApi;

namespace Serverless.Invocations;

/// <summary>A handler from JSON to JSON.</summary>
internal sealed class JsonHandler<TInput, TOutput>(
    Func<TInput, InvocationContext, Task<TOutput>> handler, JsonTypeInfo<TInput> input, JsonTypeInfo<TOutput> output) : BufferedHandler
{
    private readonly JsonOutput<TOutput> _output = new(output);

    internal override FunctionHandler ForAnotherLoop() => new JsonHandler<TInput, TOutput>(handler, input, output);

    internal override Task Start(ReadOnlyMemory<byte> body, InvocationContext context, RuntimeApiClient client) =>
        handler(JsonInput.Read(body.Span, input), context);

    internal override void Conclude(Task task) => _output.Write(Result, ((Task<TOutput>)task).Result);
}

/// <summary>A synchronous handler from JSON to JSON.</summary>
internal sealed class SynchronousJsonHandler<TInput, TOutput>(
    Func<TInput, InvocationContext, TOutput> handler, JsonTypeInfo<TInput> input, JsonTypeInfo<TOutput> output) : BufferedHandler
{
    private readonly JsonOutput<TOutput> _output = new(output);

    internal override FunctionHandler ForAnotherLoop() => new SynchronousJsonHandler<TInput, TOutput>(handler, input, output);

    internal override Task Start(ReadOnlyMemory<byte> body, InvocationContext context, RuntimeApiClient client)
    {
        _output.Write(Result, handler(JsonInput.Read(body.Span, input), context));
        return Task.CompletedTask;
    }

    internal override void Conclude(Task task)
    {
    }
}

/// <summary>A handler that takes JSON and answers nothing.</summary>
internal sealed class JsonSinkHandler<TInput>(Func<TInput, InvocationContext, Task> handler, JsonTypeInfo<TInput> input) : BufferedHandler
{
    internal override FunctionHandler ForAnotherLoop() => new JsonSinkHandler<TInput>(handler, input);

    internal override Task Start(ReadOnlyMemory<byte> body, InvocationContext context, RuntimeApiClient client) =>
        handler(JsonInput.Read(body.Span, input), context);

    internal override void Conclude(Task task)
    {
        Result.Clear();
        Result.Append("null"u8);
    }
}
