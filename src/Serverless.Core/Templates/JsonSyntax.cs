using System.Text;
using System.Text.Json;
using Serverless.Diagnostics;
using Serverless.Text;

namespace Serverless.Templates;

/// <summary>Says in words what is wrong with a JSON text, from the place where the parser gave up.</summary>
internal static class JsonSyntax
{
    public static Diagnostic Explain(JsonException exception, SourceText source)
    {
        var offset = OffsetOf(exception, source);
        var span = new SourceSpan(source.Path, source.PositionAt(offset), source.PositionAt(offset + 1));
        var found = offset < source.Text.Length ? source.Text[offset] : '\0';
        var before = LastBefore(source.Text, offset);
        return (before, found) switch
        {
            (_, '\0') when IsInString(source.Line(span.Start.Line)) => TemplateSyntax.UnterminatedQuote.At(span, "The text ends inside a quoted string.", "Add the closing quote."),
            (_, '\0') => TemplateSyntax.UnterminatedBracket.At(span, "The text ends before every '{' and '[' is closed.", "Add the missing '}' or ']'."),
            (_, '\n' or '\r') => TemplateSyntax.UnterminatedQuote.At(span, "The line ends inside a quoted string.", @"Add the closing quote, or write \n for a line break inside the text."),
            (',', '}' or ']') => TemplateSyntax.NotJson.At(span, $"There is a comma before '{found}'.", "Remove it: JSON has commas only between members."),
            (_, '/' or '#') => TemplateSyntax.NotJson.At(span, "JSON has no comments.", "Remove the comment, or write the template in YAML."),
            (_, '\'') => TemplateSyntax.NotJson.At(span, "JSON strings stand in double quotes.", "Use \" instead of '."),
            ('"' or '}' or ']', '"' or '{' or '[') => TemplateSyntax.NotJson.At(span, $"A comma or colon is missing before '{found}'.", "Add it behind the value before."),
            _ => TemplateSyntax.NotJson.At(span, $"'{found}' cannot stand here in JSON.", "Check the quotes, commas and brackets just before."),
        };
    }

    private static int OffsetOf(JsonException exception, SourceText source)
    {
        var lineStart = 0;
        for (var line = exception.LineNumber ?? 0; line > 0 && source.Text.IndexOf('\n', lineStart) is >= 0 and var end; line--)
        {
            lineStart = end + 1;
        }

        var bytes = (int)(exception.BytePositionInLine ?? 0);
        var offset = lineStart;
        for (; bytes > 0 && offset < source.Text.Length; offset++)
        {
            bytes -= Encoding.UTF8.GetByteCount(source.Text.AsSpan(offset, 1));
        }

        return offset;
    }

    private static char LastBefore(string text, int offset)
    {
        var before = text.AsSpan(0, offset).TrimEnd();
        return before.IsEmpty ? '\0' : before[^1];
    }

    private static bool IsInString(string line) => line.Replace("\\\"", "", StringComparison.Ordinal).Count(character => character == '"') % 2 == 1;
}
