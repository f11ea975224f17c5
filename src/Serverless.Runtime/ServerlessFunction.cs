using System.Runtime.CompilerServices;
using System.Text.Json.Serialization.Metadata;
using Serverless.Invocations;

namespace Serverless;

/// <summary>
/// Runs an executable handler: asks Lambda's Runtime API for events, calls the handler with each, and sends back what it returns.
/// </summary>
/// <remarks>
/// <para>Call one of these methods last in <c>Main</c> and await it. It handles events until the environment is shut down (SIGTERM)
/// or cannot go on, and gives the exit code for <c>Main</c>: 0, or 1 after it has logged what happened. It never throws.
/// <see cref="Environment.ExitCode"/> is set too, for a <c>Main</c> that returns nothing.</para>
/// <para>Called on the main thread it keeps that thread and returns when the function ends, which starts faster than handing over
/// to another thread; called on a pool thread, it takes a thread of its own.</para>
/// <para>An exception of the handler is logged and reported as the invocation's error, and the function goes on to the next event.
/// Events are handled one at a time unless AWS_LAMBDA_MAX_CONCURRENCY says otherwise.</para>
/// </remarks>
public static class ServerlessFunction
{
    /// <summary>Runs a handler from JSON to JSON.</summary>
    /// <param name="handler">Gets the event and its context and returns the response; null is sent as <c>null</c>.</param>
    /// <param name="input">How to read the event, from a source-generated <c>JsonSerializerContext</c>. An event that is empty or <c>null</c>, or does not fit, is an error of the invocation.</param>
    /// <param name="output">How to write the response, from the same place.</param>
    /// <returns>The exit code.</returns>
    public static Task<int> RunAsync<TInput, TOutput>(
        Func<TInput, InvocationContext, Task<TOutput>> handler, JsonTypeInfo<TInput> input, JsonTypeInfo<TOutput> output) =>
        FunctionProcess.RunAsync(() => new JsonHandler<TInput, TOutput>(Given(handler), Given(input), Given(output)));

    /// <summary>Runs a handler from JSON to JSON that has no use for the context.</summary>
    /// <inheritdoc cref="RunAsync{TInput, TOutput}(Func{TInput, InvocationContext, Task{TOutput}}, JsonTypeInfo{TInput}, JsonTypeInfo{TOutput})"/>
    public static Task<int> RunAsync<TInput, TOutput>(Func<TInput, Task<TOutput>> handler, JsonTypeInfo<TInput> input, JsonTypeInfo<TOutput> output) =>
        FunctionProcess.RunAsync(() =>
        {
            Given(handler);
            return new JsonHandler<TInput, TOutput>((@event, _) => handler(@event), Given(input), Given(output));
        });

    /// <summary>Runs a handler from JSON to JSON that has nothing to await.</summary>
    /// <inheritdoc cref="RunAsync{TInput, TOutput}(Func{TInput, InvocationContext, Task{TOutput}}, JsonTypeInfo{TInput}, JsonTypeInfo{TOutput})"/>
    public static Task<int> RunAsync<TInput, TOutput>(
        Func<TInput, InvocationContext, TOutput> handler, JsonTypeInfo<TInput> input, JsonTypeInfo<TOutput> output) =>
        FunctionProcess.RunAsync(() => new SynchronousJsonHandler<TInput, TOutput>(Given(handler), Given(input), Given(output)));

    /// <summary>Runs a handler from JSON to JSON that has nothing to await and no use for the context.</summary>
    /// <inheritdoc cref="RunAsync{TInput, TOutput}(Func{TInput, InvocationContext, Task{TOutput}}, JsonTypeInfo{TInput}, JsonTypeInfo{TOutput})"/>
    public static Task<int> RunAsync<TInput, TOutput>(Func<TInput, TOutput> handler, JsonTypeInfo<TInput> input, JsonTypeInfo<TOutput> output) =>
        FunctionProcess.RunAsync(() =>
        {
            Given(handler);
            return new SynchronousJsonHandler<TInput, TOutput>((@event, _) => handler(@event), Given(input), Given(output));
        });

    /// <summary>Runs a handler that takes JSON and answers nothing; the response is <c>null</c>.</summary>
    /// <param name="handler">Gets the event and its context.</param>
    /// <param name="input">How to read the event, from a source-generated <c>JsonSerializerContext</c>.</param>
    /// <returns>The exit code.</returns>
    public static Task<int> RunAsync<TInput>(Func<TInput, InvocationContext, Task> handler, JsonTypeInfo<TInput> input) =>
        FunctionProcess.RunAsync(() => new JsonSinkHandler<TInput>(Given(handler), Given(input)));

    /// <summary>Runs a handler from bytes to bytes.</summary>
    /// <param name="handler">Gets the event, readable until its task ends, and returns a stream, which is read and disposed. One that stands at its end is sent from its beginning.</param>
    /// <returns>The exit code.</returns>
    public static Task<int> RunAsync(Func<Stream, InvocationContext, Task<Stream>> handler) =>
        FunctionProcess.RunAsync(() => new StreamHandler(Given(handler)));

    /// <summary>
    /// Initializes, then runs a handler from JSON to JSON. If initialization fails, Lambda and the caller get its exception as an
    /// error of initialization, and the exit code is 1.
    /// </summary>
    /// <param name="initialize">Makes the handler: opens clients, reads configuration. It is part of the cold start.</param>
    /// <param name="input">How to read the event, from a source-generated <c>JsonSerializerContext</c>.</param>
    /// <param name="output">How to write the response, from the same place.</param>
    /// <returns>The exit code.</returns>
    public static Task<int> RunAsync<TInput, TOutput>(
        Func<Task<Func<TInput, InvocationContext, Task<TOutput>>>> initialize, JsonTypeInfo<TInput> input, JsonTypeInfo<TOutput> output) =>
        FunctionProcess.RunAsync(async () => new JsonHandler<TInput, TOutput>(Given(await Given(initialize)()), Given(input), Given(output)));

    /// <summary>
    /// Initializes, then runs a handler from bytes to bytes. If initialization fails, Lambda and the caller get its exception as an
    /// error of initialization, and the exit code is 1.
    /// </summary>
    /// <param name="initialize">Makes the handler: opens clients, reads configuration. It is part of the cold start.</param>
    /// <returns>The exit code.</returns>
    public static Task<int> RunAsync(Func<Task<Func<Stream, InvocationContext, Task<Stream>>>> initialize) =>
        FunctionProcess.RunAsync(async () => new StreamHandler(Given(await Given(initialize)())));

    /// <summary>Runs a handler that takes bytes and writes its response while it runs (response streaming).</summary>
    /// <param name="handler">Gets the event, where to write, and the context. An exception after the first write reaches the caller as the error of a response that broke off.</param>
    /// <returns>The exit code.</returns>
    /// <remarks>Source: https://docs.aws.amazon.com/lambda/latest/dg/configuration-response-streaming.html.</remarks>
    public static Task<int> RunStreamingAsync(Func<Stream, ResponseStream, InvocationContext, Task> handler) =>
        FunctionProcess.RunAsync(() => new RawStreamingHandler(Given(handler)));

    /// <summary>Runs a handler that takes JSON and writes its response while it runs (response streaming).</summary>
    /// <param name="handler">Gets the event, where to write, and the context. An exception after the first write reaches the caller as the error of a response that broke off.</param>
    /// <param name="input">How to read the event, from a source-generated <c>JsonSerializerContext</c>.</param>
    /// <returns>The exit code.</returns>
    /// <remarks>Source: https://docs.aws.amazon.com/lambda/latest/dg/configuration-response-streaming.html.</remarks>
    public static Task<int> RunStreamingAsync<TInput>(Func<TInput, ResponseStream, InvocationContext, Task> handler, JsonTypeInfo<TInput> input) =>
        FunctionProcess.RunAsync(() => new JsonStreamingHandler<TInput>(Given(handler), Given(input)));

    /// <summary>What is missing is an error of initialization like any other: Lambda shows it to the developer.</summary>
    private static T Given<T>(T? argument, [CallerArgumentExpression(nameof(argument))] string? name = null)
        where T : class =>
        argument ?? throw new ArgumentNullException(name, $"ServerlessFunction was given null as its {name}.");
}
