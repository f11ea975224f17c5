using System.Buffers;
using System.Globalization;

namespace Serverless.Templates;

/// <summary>Values being written as JSON behind what a text has already.</summary>
internal sealed class JsonText(ArrayBufferWriter<char> text, bool isIndented)
{
    // All that stands in a text as it is; others may, too.
    private static readonly SearchValues<char> Plain = SearchValues.Create(
        [.. Enumerable.Range(' ', '\u007F' - ' ').Select(code => (char)code).Except(['"', '\\'])]);

    private int _depth;

    public void Append(TemplateValue value)
    {
        switch (value)
        {
            case MapValue map:
                AppendMap(map);
                break;
            case ListValue list:
                AppendList(list);
                break;
            case ScalarValue scalar:
                AppendScalar(scalar);
                break;
        }
    }

    private void AppendMap(MapValue map)
    {
        Open('{');
        var isFirst = true;
        foreach (var (key, value) in map)
        {
            NextItem(ref isFirst);
            AppendString(key.Text);
            Append(isIndented ? ": " : ":");
            Append(value);
        }

        Close('}', isEmpty: isFirst);
    }

    private void AppendList(ListValue list)
    {
        Open('[');
        var isFirst = true;
        foreach (var item in list)
        {
            NextItem(ref isFirst);
            Append(item);
        }

        Close(']', isEmpty: isFirst);
    }

    private void Open(char bracket)
    {
        Append(bracket);
        _depth++;
    }

    private void NextItem(ref bool isFirst)
    {
        Append(isFirst ? "" : ",");
        isFirst = false;
        NewLine();
    }

    private void Close(char bracket, bool isEmpty)
    {
        _depth--;
        if (!isEmpty)
        {
            NewLine();
        }

        Append(bracket);
    }

    private void AppendScalar(ScalarValue scalar)
    {
        switch (scalar)
        {
            case IntegerValue integer:
                Append(IsNumber(integer.Text) ? integer.Text : integer.Value.ToString(CultureInfo.InvariantCulture));
                break;
            case FloatValue number when IsNumber(number.Text):
                Append(number.Text);
                break;
            case FloatValue number when double.IsFinite(number.Value):
                Append(PythonFloat.ToText(number.Value));
                break;
            case BooleanValue truth:
                Append(truth.Value ? "true" : "false");
                break;
            case NullValue:
                Append("null");
                break;
            default:
                AppendString(scalar.Text);
                break;
        }
    }

    private void NewLine()
    {
        if (isIndented)
        {
            Append('\n');
            text.GetSpan(2 * _depth)[..(2 * _depth)].Fill(' ');
            text.Advance(2 * _depth);
        }
    }

    private void AppendString(string value)
    {
        Append('"');
        var rest = value.AsSpan();
        while (rest.IndexOfAnyExcept(Plain) is >= 0 and var at)
        {
            Append(rest[..at]);
            AppendCharacter(value, value.Length - rest.Length + at);
            rest = rest[(at + 1)..];
        }

        Append(rest);
        Append('"');
    }

    private void AppendCharacter(string value, int at)
    {
        var character = value[at];
        switch (character)
        {
            case '"' or '\\':
                Append('\\');
                Append(character);
                break;
            case '\n':
                Append("\\n");
                break;
            case '\r':
                Append("\\r");
                break;
            case '\t':
                Append("\\t");
                break;
            case < ' ' or '\u007F' or '\u0085' or '\u2028' or '\u2029' or '\uFEFF':
            case var _ when char.IsSurrogate(character) && !IsInPair(value, at):
                Append(string.Create(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}"));
                break;
            default:
                Append(character);
                break;
        }
    }

    private void Append(char character)
    {
        text.GetSpan(1)[0] = character;
        text.Advance(1);
    }

    private void Append(ReadOnlySpan<char> characters) => text.Write(characters);

    private static bool IsInPair(string text, int at) =>
        char.IsHighSurrogate(text[at])
            ? at + 1 < text.Length && char.IsLowSurrogate(text[at + 1])
            : at > 0 && char.IsHighSurrogate(text[at - 1]);

    // The grammar of JSON's numbers, which is narrower than YAML's: no sign of plus, no leading zero, digits around a point.
    private static bool IsNumber(string text)
    {
        var rest = text.AsSpan();
        rest = rest.StartsWith("-") ? rest[1..] : rest;
        if (rest.IsEmpty || (rest[0] == '0' && rest.Length > 1 && char.IsAsciiDigit(rest[1])) || !TakeDigits(ref rest))
        {
            return false;
        }

        if (rest.StartsWith("."))
        {
            rest = rest[1..];
            if (!TakeDigits(ref rest))
            {
                return false;
            }
        }

        if (rest is ['e' or 'E', ..])
        {
            rest = rest[1..];
            rest = rest is ['+' or '-', ..] ? rest[1..] : rest;
            if (!TakeDigits(ref rest))
            {
                return false;
            }
        }

        return rest.IsEmpty;
    }

    private static bool TakeDigits(ref ReadOnlySpan<char> text)
    {
        var rest = text.TrimStart("0123456789");
        var hasTaken = rest.Length < text.Length;
        text = rest;
        return hasTaken;
    }
}
