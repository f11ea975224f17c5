using System.Text;
using Serverless.Diagnostics;
using Serverless.Templates.Evaluation;

namespace Serverless.Templates.LanguageExtensions;

/// <summary>
/// <c>Fn::ToJsonString</c>: the JSON of a value as text. What only a deployment knows is joined in between: a function that gives a text
/// stays one, within the quotation marks.
/// </summary>
internal sealed class JsonPieces(PartialEvaluation evaluation, List<Diagnostic> complaints)
{
    private static readonly HashSet<string> _giveTexts =
        ["Ref", "Fn::GetAtt", "Fn::Sub", "Fn::Join", "Fn::Select", "Fn::Base64", "Fn::ImportValue", "Fn::FindInMap"];

    private readonly ListValue _pieces = [];
    private readonly StringBuilder _text = new();

    /// <summary>The text, or an <c>Fn::Join</c> that gives it. Null when only CloudFormation can tell.</summary>
    public TemplateValue? Write(Intrinsic call)
    {
        if (!Append(call.Argument))
        {
            return null;
        }

        if (_pieces.Count == 0)
        {
            return new StringValue(_text.ToString()) { Span = call.Call.Span };
        }

        Cut();
        return new MapValue(new MapEntry("Fn::Join", new ListValue("", _pieces))) { Span = call.Call.Span };
    }

    // False when the form of the text itself is not known.
    private bool Append(TemplateValue value)
    {
        if (evaluation.FindUnknown(value) is null)
        {
            AppendKnown(value);
            return true;
        }

        return value switch
        {
            MapValue map when Intrinsic.TryRead(map, out var call) => AppendCall(call),
            MapValue map => AppendAll('{', '}', map.Where(entry => !IsDropped(entry.Value)), entry => AppendMember(entry)),
            ListValue list => AppendAll('[', ']', list.Where(item => !IsDropped(item)), Append),
            _ => false,
        };
    }

    private bool AppendAll<T>(char open, char close, IEnumerable<T> items, Func<T, bool> append)
    {
        _text.Append(open);
        var isFirst = true;
        foreach (var item in items)
        {
            if (!isFirst)
            {
                _text.Append(',');
            }

            isFirst = false;
            if (!append(item))
            {
                return false;
            }
        }

        _text.Append(close);
        return true;
    }

    private bool AppendMember(MapEntry entry)
    {
        _text.Append(TemplateJson.Write(new StringValue(entry.Key.Text))).Append(':');
        return Append(entry.Value);
    }

    private void AppendKnown(TemplateValue value)
    {
        if (evaluation.Evaluate(value, complaints) is { } known)
        {
            _text.Append(TemplateJson.Write(known));
        }
    }

    private bool AppendCall(Intrinsic call)
    {
        // A parameter without a value yet, and the topics of a stack, may turn out to be lists.
        var mayBeList = call is { Name: "Ref", Argument: StringValue name } && (evaluation.IsParameter(name.Value) || name.Value == "AWS::NotificationARNs");
        if (mayBeList || !_giveTexts.Contains(call.Name))
        {
            return false;
        }

        _text.Append('"');
        Cut();
        _pieces.Add(call.Call);
        _text.Append('"');
        return true;
    }

    private void Cut()
    {
        _pieces.Add(_text.ToString());
        _text.Clear();
    }

    // AWS::NoValue takes its member away.
    private bool IsDropped(TemplateValue value) =>
        Intrinsic.Is(value) && evaluation.FindUnknown(value) is null && evaluation.Evaluate(value, []) is null;
}
