using System.Text.RegularExpressions;
using Serverless.Diagnostics;
using Serverless.Text;

namespace Serverless.Templates;

/// <summary>Says in words what is wrong with a YAML text, from where the parser gave up and what stands there.</summary>
internal static partial class YamlSyntax
{
    public static Diagnostic Explain(YamlFailure failure, YamlInput input)
    {
        var (source, at) = (input.Source, input.At(failure.Offset));
        return Known(failure.Reason, at, source)
            ?? At(TemplateSyntax.NotYaml, source, at, $"The text cannot be read as YAML from here on ({Shorten(failure.Reason)}).", "Check the indentation and quotes of this line and the one before.");
    }

    private static Diagnostic? Known(string reason, Position at, SourceText source) => reason switch
    {
        _ when Has(reason, "tab", "cannot start any token") => Tab(at, source) ?? OddCharacter(at, source),
        _ when Has(reason, "quoted scalar, found unexpected end", "found unexpected document indicator") =>
            At(TemplateSyntax.UnterminatedQuote, source, at, "The quote that opens here is never closed.", "Add the closing quote."),
        _ when Has(reason, "unknown escape", "hexadecimal", "escape code", "surrogates") =>
            At(TemplateSyntax.NeedsQuotes, source, at, "This text in double quotes has a backslash that starts no escape.", @"Write \\ for a backslash, or use single quotes."),
        _ when Has(reason, "invalid mapping", "apping values are not allowed") => Mapping(at, source),
        _ when Has(reason, "expected ':'") => NoColon(at, source),
        _ when Has(reason, "sequence entries are not allowed") =>
            At(TemplateSyntax.Indentation, source, at, "A list cannot start here.", "Start it on a line of its own, or indent its items like the others."),
        _ when Has(reason, "comma at end of tag") => At(TemplateSyntax.NotYaml, source, at, "A comma stands right behind a tag.", "Put what the tag belongs to between them, or add a space."),
        _ when Has(reason, "anchor or alias") => At(TemplateSyntax.NeedsQuotes, source, at, "'*' and '&' start an alias or an anchor, but here is no name behind.", "Put the text in quotes if it is meant as text."),
        _ when Has(reason, "invalid comment", "without whtespace") => At(TemplateSyntax.NotYaml, source, at, "A comment needs a space before its '#'.", "Add the space."),
        _ when Has(reason, "flow ", "expected node content") => Bracket(at, source),
        _ when Has(reason, "undefined tag handle") => At(TemplateSyntax.UnknownTag, source, at, "A tag cannot have a second exclamation mark.", "Functions have one, such as !Ref or !Sub."),
        _ when Has(reason, "expected key", "expected '-'", "wrong indentation") => Behind(at, source)
            ?? At(TemplateSyntax.Indentation, source, at, "This line is indented differently from the lines that it belongs to.", "Give all members of a map and all items of a list the same indentation."),
        _ => null,
    };

    private static Diagnostic? Tab(Position at, SourceText source)
    {
        for (var line = Math.Max(1, at.Line - 1); line <= Math.Min(at.Line + 2, source.LineCount); line++)
        {
            var text = source.Line(line);
            var indentation = text[..(text.Length - text.AsSpan().TrimStart().Length)];
            if (indentation.IndexOf('\t', StringComparison.Ordinal) is >= 0 and var tab)
            {
                return At(TemplateSyntax.Tab, source, new(line, tab + 1), "This line is indented with a tab.", "YAML takes only spaces; let your editor turn tabs into spaces.");
            }
        }

        return null;
    }

    private static Diagnostic OddCharacter(Position at, SourceText source)
    {
        var line = source.Line(at.Line);
        return at.Column <= line.Length
            ? At(TemplateSyntax.NeedsQuotes, source, at, $"A text cannot start with '{line[at.Column - 1]}' unless it is quoted.", "Put the text in quotes.")
            : At(TemplateSyntax.NotYaml, source, at, "The line ends where a value is expected.", "Add the value.");
    }

    // A colon where none can be: a second one on its line, or one on a line that continues the text above.
    private static Diagnostic Mapping(Position at, SourceText source)
    {
        var before = source.Line(at.Line)[..Math.Min(at.Column - 1, source.Line(at.Line).Length)];
        if (before.Contains(": ", StringComparison.Ordinal))
        {
            return At(TemplateSyntax.NeedsQuotes, source, at, "This is the second ': ' on its line.", "Put the value in quotes if the colon belongs to it, or start a new line for the inner map.");
        }

        if (at.Line > 1 && IsBareWord(source.Line(at.Line - 1)) && !source.Line(at.Line - 1).Contains(':', StringComparison.Ordinal))
        {
            return NoColon(at with { Line = at.Line - 1 }, source);
        }

        if (KeyWithoutSpace.Match(source.Line(at.Line - 1)) is { Success: true } missing)
        {
            return At(TemplateSyntax.NotYaml, source, new(at.Line - 1, missing.Groups["colon"].Index + 1), "A space is missing behind this colon.", "Write 'key: value'.");
        }

        var indentation = before.Length - before.TrimStart().Length;
        return At(TemplateSyntax.Indentation, source, new(at.Line, indentation + 1), "This line is indented more than the one above, which has a value already.", "Give it the indentation of the members that it belongs to.");
    }

    private static Diagnostic NoColon(Position at, SourceText source)
    {
        // The parser notices on the line behind.
        var line = at.Line;
        while (line > 1 && (line > source.LineCount || !IsBareWord(source.Line(line))))
        {
            line--;
        }

        line = IsBareWord(source.Line(line)) ? line : at.Line;
        var text = source.Line(line);
        var start = text.Length - text.TrimStart().Length;
        return KeyWithoutSpace.Match(text) is { Success: true } missing
            ? At(TemplateSyntax.NotYaml, source, new(line, missing.Groups["colon"].Index + 1), "A space is missing behind this colon.", "Write 'key: value'.")
            : TemplateSyntax.NotYaml.At(new(source.Path, new(line, start + 1), new(line, Math.Max(text.TrimEnd().Length, start + 1) + 1)), "This line has neither a key nor a dash.", "Add the colon, or indent the line if it continues the text above.");
    }

    private static bool IsBareWord(string line) =>
        line.AsSpan().Trim() is { Length: > 0 } text && text[0] != '#' && !text.EndsWith(":") && !text.Contains(": ", StringComparison.Ordinal) && !text.StartsWith("- ");

    private static Diagnostic Bracket(Position at, SourceText source)
    {
        var line = source.Line(at.Line);
        var found = at.Column <= line.Length ? line[at.Column - 1] : ' ';
        return found is ',' or ']' or '}'
            ? At(TemplateSyntax.NeedsQuotes, source, at, $"'{found}' stands where a value is expected.", "Add the value, or put the text in quotes.")
            : At(TemplateSyntax.UnterminatedBracket, source, at, "A '[' or '{' before this is not closed, or a comma is missing.", "Add the closing bracket or the comma.")
                with { Related = OpenBracket(at, source) is { } open ? [new(open, "the bracket")] : [] };
    }

    // Quotes and comments may mislead it, but it only points at the likely one.
    private static SourceSpan? OpenBracket(Position at, SourceText source)
    {
        var open = 0;
        for (var offset = Math.Min(source.OffsetOf(at.Line) + at.Column - 1, source.Text.Length) - 1; offset >= 0; offset--)
        {
            open += source.Text[offset] switch { '[' or '{' => 1, ']' or '}' => -1, _ => 0 };
            if (open > 0)
            {
                return new(source.Path, source.PositionAt(offset), source.PositionAt(offset + 1));
            }
        }

        return null;
    }

    // Something behind a value that was complete, on the same line.
    private static Diagnostic? Behind(Position at, SourceText source)
    {
        var line = source.Line(at.Line);
        var before = line.AsSpan(0, Math.Min(at.Column - 1, line.Length)).TrimEnd();
        return before.Length > 0 && before[^1] is '"' or '\'' or ']' or '}'
            ? At(TemplateSyntax.NeedsQuotes, source, at, "The value before this is complete, and nothing but a comment can follow it.", "Put the whole value in quotes; inside of them write '' for ' or \\\" for \".")
            : null;
    }

    private static bool Has(string reason, params ReadOnlySpan<string> parts)
    {
        foreach (var part in parts)
        {
            if (reason.Contains(part, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    private static Diagnostic At(DiagnosticDescriptor descriptor, SourceText source, Position start, string message, string help) =>
        descriptor.At(new(source.Path, start, start with { Column = start.Column + 1 }), message, help);

    private static string Shorten(string reason) => reason.TrimEnd('.').Replace("While ", "while ", StringComparison.Ordinal);

    [GeneratedRegex("""^\s*(?:- )?[A-Za-z0-9]+(?<colon>:)[^\s:/]""", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex KeyWithoutSpace { get; }
}
