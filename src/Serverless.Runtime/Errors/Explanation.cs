namespace Serverless.Errors;

/// <summary>An exception in the words that a developer can act on.</summary>
internal readonly record struct Explanation(string ErrorType, string Message, Exception Cause)
{
    internal static Explanation Of(Exception exception, string? memorySize) => exception switch
    {
        TypeInitializationException { InnerException: { } inner } outer => OfTypeInitializer(outer, inner, memorySize),
        OutOfMemoryException => Same(exception, $" The function has {memorySize ?? "an unknown number of"} MB of memory."),
        OperationCanceledException => Same(exception, " The handler let a cancellation escape; if it comes from context.CancellationToken, the deadline was near."),
        _ => Same(exception, ""),
    };

    private static Explanation Same(Exception exception, string hint) =>
        new(ExceptionText.ShortType(exception), ExceptionText.Message(exception) + hint, exception);

    // "The type initializer for 'X' threw an exception" hides the one thing that matters.
    private static Explanation OfTypeInitializer(TypeInitializationException outer, Exception inner, string? memorySize)
    {
        var explained = Of(inner, memorySize);
        return explained with { Message = $"{explained.Message} (thrown while the static fields of {outer.TypeName} were initialized)" };
    }
}
