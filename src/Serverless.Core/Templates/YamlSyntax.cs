using Serverless.Diagnostics;
using Serverless.Text;
using YamlDotNet.Core;

namespace Serverless.Templates;

/// <summary>Says in words what is wrong with a YAML text, from the place where the parser gave up and the line it stands in.</summary>
internal static class YamlSyntax
{
    public static Diagnostic Explain(YamlException exception, SourceText source)
    {
        var at = source.PositionAt((int)exception.Start.Index);
        return Known(exception.Message, at, source)
            ?? TemplateSyntax.NotYaml.At(Span(source, at, 1), $"The text cannot be read as YAML from here on ({Shorten(exception.Message)}).", "Check the indentation and quotes of this line and the one before.");
    }

    private static Diagnostic? Known(string reason, Position at, SourceText source)
    {
        if (reason.Contains("tab", StringComparison.Ordinal) || reason.Contains("cannot start any token", StringComparison.Ordinal))
        {
            return Tab(at, source) ?? OddCharacter(at, source);
        }

        if (reason.Contains("quoted scalar, found unexpected end", StringComparison.Ordinal) || reason.Contains("found unexpected document indicator", StringComparison.Ordinal))
        {
            return TemplateSyntax.UnterminatedQuote.At(Span(source, at, 1), "The quote that opens here is never closed.", "Add the closing quote.");
        }

        if (reason.Contains("unknown escape", StringComparison.Ordinal) || reason.Contains("hexadecimal", StringComparison.Ordinal) || reason.Contains("escape code", StringComparison.Ordinal) || reason.Contains("surrogates", StringComparison.Ordinal))
        {
            return TemplateSyntax.NeedsQuotes.At(Span(source, at, 1), "A text in double quotes has a backslash that starts no escape.", @"Write \\ for a backslash, or use single quotes.");
        }

        if (reason.Contains("invalid mapping", StringComparison.Ordinal))
        {
            return TemplateSyntax.NeedsQuotes.At(Span(source, at, 1), "A second ': ' on this line: a value that contains a colon and a space must be quoted.", "Put the value in quotes, or start a new line for the inner map.");
        }

        if (reason.Contains("flow ", StringComparison.Ordinal))
        {
            return TemplateSyntax.UnterminatedBracket.At(Span(source, at, 1), "A '[' or '{' before this is not closed, or a comma is missing.", "Add the closing bracket or the comma.");
        }

        return reason.Contains("did not find expected key", StringComparison.Ordinal) || reason.Contains("expected '-'", StringComparison.Ordinal) || reason.Contains("wrong indentation", StringComparison.Ordinal)
            ? TemplateSyntax.Indentation.At(Span(source, at, 1), "This line is indented differently from the lines that it belongs to.", "Give all members of a map and all items of a list the same indentation.")
            : null;
    }

    private static Diagnostic? Tab(Position at, SourceText source)
    {
        for (var line = at.Line; line <= Math.Min(at.Line + 2, source.LineCount); line++)
        {
            var text = source.Line(line);
            var indentation = text[..(text.Length - text.AsSpan().TrimStart().Length)];
            if (indentation.IndexOf('\t', StringComparison.Ordinal) is >= 0 and var tab)
            {
                return TemplateSyntax.Tab.At(Span(source, new(line, tab + 1), 1), "This line is indented with a tab.", "YAML allows only spaces; let your editor convert tabs to spaces.");
            }
        }

        return null;
    }

    private static Diagnostic OddCharacter(Position at, SourceText source)
    {
        var line = source.Line(at.Line);
        var character = at.Column <= line.Length ? line[at.Column - 1].ToString() : "end of line";
        return TemplateSyntax.NeedsQuotes.At(Span(source, at, 1), $"A text cannot start with '{character}' unless it is quoted.", "Put the text in quotes.");
    }

    private static SourceSpan Span(SourceText source, Position start, int length) => new(source.Path, start, start with { Column = start.Column + length });

    private static string Shorten(string reason) => reason.TrimEnd('.').Replace("While ", "while ", StringComparison.Ordinal);
}
