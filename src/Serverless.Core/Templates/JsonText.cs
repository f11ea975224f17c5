using System.Globalization;
using System.Text;

namespace Serverless.Templates;

/// <summary>One value being written as JSON.</summary>
internal sealed class JsonText(bool isIndented)
{
    private readonly StringBuilder _text = new();
    private int _depth;

    public string Write(TemplateValue value)
    {
        Append(value);
        return _text.ToString();
    }

    private void Append(TemplateValue value)
    {
        switch (value)
        {
            case MapValue map:
                AppendAll('{', map, AppendMember, '}');
                break;
            case ListValue list:
                AppendAll('[', list, Append, ']');
                break;
            case ScalarValue scalar:
                AppendScalar(scalar);
                break;
        }
    }

    private void AppendAll<T>(char open, IReadOnlyCollection<T> items, Action<T> append, char close)
    {
        _text.Append(open);
        _depth++;
        var isFirst = true;
        foreach (var item in items)
        {
            _text.Append(isFirst ? "" : ",");
            isFirst = false;
            NewLine();
            append(item);
        }

        _depth--;
        if (!isFirst)
        {
            NewLine();
        }

        _text.Append(close);
    }

    private void AppendMember(MapEntry entry)
    {
        AppendString(entry.Key.Text);
        _text.Append(isIndented ? ": " : ":");
        Append(entry.Value);
    }

    private void AppendScalar(ScalarValue scalar)
    {
        switch (scalar)
        {
            case IntegerValue integer:
                _text.Append(IsNumber(integer.Text) ? integer.Text : integer.Value.ToString(CultureInfo.InvariantCulture));
                break;
            case FloatValue number when IsNumber(number.Text):
                _text.Append(number.Text);
                break;
            case FloatValue number when double.IsFinite(number.Value):
                _text.Append(PythonFloat.ToText(number.Value));
                break;
            case BooleanValue truth:
                _text.Append(truth.Value ? "true" : "false");
                break;
            case NullValue:
                _text.Append("null");
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
            _text.Append('\n').Append(' ', 2 * _depth);
        }
    }

    private void AppendString(string text)
    {
        _text.Append('"');
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (!IsPlain(text[i]))
            {
                _text.Append(text, start, i - start);
                AppendCharacter(text, i);
                start = i + 1;
            }
        }

        _text.Append(text, start, text.Length - start).Append('"');
    }

    private static bool IsPlain(char character) => character is >= ' ' and < '\u007F' and not ('"' or '\\');

    private void AppendCharacter(string text, int at)
    {
        var character = text[at];
        _ = character switch
        {
            '"' or '\\' => _text.Append('\\').Append(character),
            '\n' => _text.Append("\\n"),
            '\r' => _text.Append("\\r"),
            '\t' => _text.Append("\\t"),
            < ' ' or '\u007F' or '\u0085' or '\u2028' or '\u2029' or '\uFEFF' => AppendEscape(character),
            _ when char.IsSurrogate(character) && !IsInPair(text, at) => AppendEscape(character),
            _ => _text.Append(character),
        };
    }

    private StringBuilder AppendEscape(char character) => _text.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}");

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
