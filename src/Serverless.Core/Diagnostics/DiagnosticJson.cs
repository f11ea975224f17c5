using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Serverless.Text;

namespace Serverless.Diagnostics;

/// <summary>
/// Renders complaints as JSON for other programs. The shape is described in docs/diagnostics/README.md; members are
/// only ever added to it.
/// </summary>
public static class DiagnosticJson
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A JSON array with one object for every complaint, in the given order.</summary>
    public static string Render(IEnumerable<Diagnostic> diagnostics)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, Options))
        {
            Write(json, diagnostics);
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    /// <summary>Writes the same array into a larger document.</summary>
    public static void Write(Utf8JsonWriter json, IEnumerable<Diagnostic> diagnostics)
    {
        json.WriteStartArray();
        foreach (var diagnostic in diagnostics)
        {
            Write(json, diagnostic);
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, Diagnostic diagnostic)
    {
        json.WriteStartObject();
        json.WriteString("code", diagnostic.Code);
        json.WriteString("severity", SeverityName.Of(diagnostic.Severity));
        json.WriteString("message", diagnostic.Message);
        json.WriteString("help", diagnostic.Help);
        json.WriteString("helpLink", diagnostic.HelpLink);
        Write(json, diagnostic.Span);
        json.WriteStartArray("related");
        foreach (var place in diagnostic.Related)
        {
            json.WriteStartObject();
            json.WriteString("message", place.Message);
            Write(json, place.Span);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, SourceSpan span)
    {
        json.WriteString("file", span.Path);
        Write(json, "start", span.IsKnown, span.Start);
        Write(json, "end", span.IsKnown, span.End);
    }

    private static void Write(Utf8JsonWriter json, string name, bool isKnown, Position position)
    {
        if (!isKnown)
        {
            json.WriteNull(name);
            return;
        }

        json.WriteStartObject(name);
        json.WriteNumber("line", position.Line);
        json.WriteNumber("column", position.Column);
        json.WriteEndObject();
    }
}
