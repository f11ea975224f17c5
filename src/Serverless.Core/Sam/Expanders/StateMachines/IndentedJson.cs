using System.Text;
using Serverless.Sam.Python;
using Serverless.Templates;
using Serverless.Text;

namespace Serverless.Sam.Expanders.StateMachines;

/// <summary>JSON as the service writes it for people: keys sorted, indented by four. Each line knows the value that stands in it.</summary>
internal sealed class IndentedJson
{
    private const int Indentation = 4;

    private readonly ListValue _lines = [];
    private readonly StringBuilder _line = new();
    private SourceSpan _span;
    private int _depth;

    private IndentedJson(SourceSpan span) => _span = span;

    public static ListValue Lines(TemplateValue value)
    {
        var text = new IndentedJson(value.Span);
        text.Append(value);
        text.EndLine();
        return text._lines;
    }

    private void Append(TemplateValue value)
    {
        switch (value)
        {
            case MapValue { Count: > 0 } map:
                AppendAll('{', map.OrderBy(member => member.Key.Text, CodePointComparer.Instance), AppendMember, '}');
                break;
            case ListValue { Count: > 0 } list:
                AppendAll('[', list, AppendItem, ']');
                break;
            default:
                _line.Append(PythonJson.Canonical(value));
                break;
        }
    }

    private void AppendAll<T>(char open, IEnumerable<T> items, Action<T> append, char close)
    {
        _line.Append(open);
        _depth++;
        var separator = "";
        foreach (var item in items)
        {
            _line.Append(separator);
            separator = ",";
            EndLine();
            append(item);
        }

        _depth--;
        EndLine();
        _line.Append(close);
    }

    private void AppendMember(MapEntry member)
    {
        _span = member.Key.Span.Or(member.Value.Span);
        _line.Append(PythonJson.Canonical(member.Key.Text)).Append(": ");
        Append(member.Value);
    }

    private void AppendItem(TemplateValue item)
    {
        _span = item.Span;
        Append(item);
    }

    private void EndLine()
    {
        _lines.Add(new StringValue(_line.ToString()) { Span = _span });
        _line.Clear().Append(' ', _depth * Indentation);
    }
}
