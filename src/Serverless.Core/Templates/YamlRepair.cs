namespace Serverless.Templates;

/// <summary>
/// The YAML parser is stricter than CloudFormation and SAM about white space that means nothing. Where it stops for such
/// a reason, the white space is put as it likes it and the text is read again.
/// </summary>
internal static class YamlRepair
{
    private static readonly string Indentation = new(' ', 2 * TemplateReader.MaxDepth);

    /// <summary>The input with the cause of the failure taken away, or null when there is no such cause.</summary>
    public static YamlInput? Find(YamlInput input, YamlFailure failure) => failure.Reason switch
    {
        _ when failure.Reason.Contains("found extra spaces in first line", StringComparison.Ordinal) => EmptyFirstLines(input, failure.Offset),
        _ when failure.Reason.Contains("double-quoted scalar, found wrong indentation", StringComparison.Ordinal) => IndentQuoted(input, failure.Offset),
        _ when failure.Reason.Contains("current state of the object", StringComparison.Ordinal) => IndentLine(input, failure.Offset),
        _ => null,
    };

    // Lines of spaces between "|" and the first line of a literal block; the failure is at the line behind them.
    private static YamlInput? EmptyFirstLines(YamlInput input, int offset)
    {
        var lineStart = StartOfLine(input.Text, Math.Min(offset, input.Text.Length));
        var repaired = input;
        while (lineStart > 0)
        {
            var before = StartOfLine(input.Text, lineStart - 1);
            var spaces = input.Text.AsSpan(before, lineStart - before).TrimEnd("\r\n").Length;
            if (!input.Text.AsSpan(before, spaces).Trim(' ').IsEmpty)
            {
                break;
            }

            repaired = spaces > 0 ? repaired.Replace(before, spaces, "") : repaired;
            lineStart = before;
        }

        return repaired == input ? null : repaired;
    }

    // Lines of a text in double quotes may start anywhere; their leading spaces are dropped.
    private static YamlInput? IndentQuoted(YamlInput input, int start)
    {
        var repaired = input;
        var growth = 0;
        for (var at = start + 1; at < input.Text.Length && input.Text[at] != '"'; at++)
        {
            if (input.Text[at] == '\\')
            {
                at++;
            }

            if (at < input.Text.Length && input.Text[at] == '\n')
            {
                repaired = repaired.Replace(at + 1 + growth, 0, Indentation);
                growth += Indentation.Length;
            }
        }

        return growth == 0 ? null : repaired;
    }

    // Inside brackets lines may start anywhere too.
    private static YamlInput? IndentLine(YamlInput input, int offset)
    {
        var lineStart = StartOfLine(input.Text, Math.Min(offset, input.Text.Length));
        return input.Text.AsSpan(lineStart).StartsWith(Indentation) ? null : input.Replace(lineStart, 0, Indentation);
    }

    private static int StartOfLine(string text, int offset) => offset == 0 ? 0 : text.LastIndexOf('\n', offset - 1) + 1;
}
