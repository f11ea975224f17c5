using System.Text.Json;
using Serverless.Messages;

namespace Serverless.Errors;

/// <summary>
/// The JSON that tells Lambda and the caller why an invocation or the initialization failed:
/// errorType, errorMessage, stackTrace, cause, causes.
/// </summary>
internal sealed class ErrorReport
{
    /// <summary>The most that Lambda takes, in bytes.</summary>
    internal const int MaxLength = 256 * 1024;

    private const int MaxExceptions = 64;
    private const int ShortText = 8 * 1024;
    private const int ShortTrace = 32;
    private const int ShortFrame = 512;

    private readonly Exception _exception;
    private readonly Explanation _explanation;

    internal ErrorReport(Exception exception, string? memorySize) =>
        (_exception, _explanation) = (exception, Explanation.Of(exception, memorySize));

    /// <summary>The short name of the exception's type, fit for a header.</summary>
    internal string ErrorType => _explanation.ErrorType;

    /// <summary>The exception to show frames of: the one inside a TypeInitializationException rather than that itself.</summary>
    internal Exception Cause => _explanation.Cause;

    /// <summary>The document; texts are cut and causes left out when it would be longer than <see cref="MaxLength"/>.</summary>
    internal MessageBuffer ToJson()
    {
        try
        {
            return Write(complete: true);
        }
        catch (MessageTooLongException)
        {
            return Write(complete: false);
        }
    }

    private MessageBuffer Write(bool complete)
    {
        var buffer = new MessageBuffer(MaxLength);
        using var json = new Utf8JsonWriter(buffer);
        var budget = complete ? MaxExceptions : 1;
        Write(json, _explanation, _exception, complete, ref budget);
        json.Flush();
        return buffer;
    }

    private static void Write(Utf8JsonWriter json, in Explanation explanation, Exception thrown, bool complete, ref int budget)
    {
        budget--;
        json.WriteStartObject();
        json.WriteString("errorType"u8, Cut(explanation.ErrorType, ShortText));
        json.WriteString("errorMessage"u8, Cut(explanation.Message, complete ? MaxLength : ShortText));
        WriteStackTrace(json, explanation.Cause, thrown, complete);
        WriteCauses(json, explanation.Cause, complete, ref budget);
        json.WriteEndObject();
    }

    /// <summary>The frames of the exception, then those of the TypeInitializationException around it, which show who touched the type.</summary>
    private static void WriteStackTrace(Utf8JsonWriter json, Exception cause, Exception thrown, bool complete)
    {
        string[] frames = ReferenceEquals(cause, thrown) ? ExceptionText.Frames(cause) : [.. ExceptionText.Frames(cause), .. ExceptionText.Frames(thrown)];
        if (frames.Length == 0)
        {
            return;
        }

        json.WriteStartArray("stackTrace"u8);
        for (var i = 0; i < frames.Length && (complete || i < ShortTrace); i++)
        {
            json.WriteStringValue(complete ? frames[i] : Cut(frames[i], ShortFrame));
        }

        json.WriteEndArray();
    }

    private static void WriteCauses(Utf8JsonWriter json, Exception exception, bool complete, ref int budget)
    {
        if (exception.InnerException is { } inner && budget > 0)
        {
            json.WritePropertyName("cause"u8);
            Write(json, Explanation.Of(inner, null), inner, complete, ref budget);
        }

        if (exception is not AggregateException { InnerExceptions.Count: > 1 } aggregate || budget <= 0)
        {
            return;
        }

        json.WriteStartArray("causes"u8);
        for (var i = 0; i < aggregate.InnerExceptions.Count && budget > 0; i++)
        {
            var cause = aggregate.InnerExceptions[i];
            Write(json, Explanation.Of(cause, null), cause, complete, ref budget);
        }

        json.WriteEndArray();
    }

    private static string Cut(string text, int length) => text.Length <= length ? text : $"{text.AsSpan(0, length)}… (cut)";
}
