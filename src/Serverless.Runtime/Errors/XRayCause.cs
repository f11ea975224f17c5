using System.Globalization;
using System.Text.Json;
using Serverless.Messages;

namespace Serverless.Errors;

/// <summary>
/// The exception in the form that X-Ray shows, for the header Lambda-Runtime-Function-XRay-Error-Cause. One line of ASCII:
/// the JSON writer escapes everything else. The frames are read from the stack trace's text, which works under NativeAOT too.
/// </summary>
internal static class XRayCause
{
    /// <summary>The most that the header may hold, in bytes.</summary>
    internal const int MaxLength = 1024 * 1024;

    private const int MaxExceptions = 8;
    private const int MaxFrames = 100;
    private const int MaxText = 4 * 1024;

    /// <summary>The header's value; null when it would be too long.</summary>
    internal static MessageBuffer? Of(ErrorReport report, string workingDirectory)
    {
        var buffer = new MessageBuffer();
        var paths = new HashSet<string>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("working_directory"u8, workingDirectory);
            json.WriteStartArray("exceptions"u8);
            var exception = report.Cause;
            for (var i = 0; i < MaxExceptions && exception is not null; i++, exception = exception.InnerException)
            {
                WriteException(json, exception, paths);
            }

            json.WriteEndArray();
            json.WriteStartArray("paths"u8);
            foreach (var path in paths)
            {
                json.WriteStringValue(path);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.Length < MaxLength ? buffer : null;
    }

    private static void WriteException(Utf8JsonWriter json, Exception exception, HashSet<string> paths)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, ExceptionText.ShortType(exception));
        json.WriteString("message"u8, Cut(ExceptionText.Message(exception)));
        json.WriteStartArray("stack"u8);
        var frames = ExceptionText.Frames(exception);
        for (var i = 0; i < Math.Min(frames.Length, MaxFrames); i++)
        {
            WriteFrame(json, Cut(frames[i]), paths);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    // "at Orders.Store.Save(Order order) in /src/Store.cs:line 12"; the file is missing where there are no symbols.
    private static void WriteFrame(Utf8JsonWriter json, ReadOnlySpan<char> frame, HashSet<string> paths)
    {
        if (!frame.StartsWith("at "))
        {
            return;
        }

        var file = frame.LastIndexOf(") in ");
        var line = frame.LastIndexOf(":line ");
        json.WriteStartObject();
        if (file > 0 && line > file && int.TryParse(frame[(line + 6)..], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            var path = frame[(file + 5)..line].ToString();
            paths.Add(path);
            json.WriteString("path"u8, path);
            json.WriteNumber("line"u8, number);
        }

        json.WriteString("label"u8, Label(frame[3..]));
        json.WriteEndObject();
    }

    /// <summary>"Type.Method" out of "Namespace.Type.Method(…)".</summary>
    private static ReadOnlySpan<char> Label(ReadOnlySpan<char> frame)
    {
        var parenthesis = frame.IndexOf('(');
        var name = parenthesis < 0 ? frame : frame[..parenthesis];
        var method = name.LastIndexOf('.');
        var type = method <= 0 ? -1 : name[..method].LastIndexOf('.');
        return name[(type + 1)..];
    }

    private static string Cut(string text) => text.Length <= MaxText ? text : text[..MaxText];
}
