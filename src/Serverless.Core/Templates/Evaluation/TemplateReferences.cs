using Serverless.Text;

namespace Serverless.Templates.Evaluation;

/// <summary>A place in a template that names a parameter, a resource or a resource's attribute.</summary>
/// <param name="Name">The parameter, pseudo parameter or resource.</param>
/// <param name="Attribute">The attribute of <c>Fn::GetAtt</c>; null for <c>Ref</c>.</param>
/// <param name="Span">Where it stands.</param>
public readonly record struct TemplateReference(string Name, string? Attribute, SourceSpan Span);

/// <summary>Finds the references inside a value.</summary>
public static class TemplateReferences
{
    /// <summary>All references inside a value.</summary>
    /// <param name="value">Where to look.</param>
    /// <param name="condition">Answers a condition, so that the branch of <c>Fn::If</c> that is not taken is left out; null looks into both.</param>
    public static IEnumerable<TemplateReference> In(TemplateValue value, Func<string, bool>? condition = null) => value switch
    {
        MapValue when Intrinsic.TryRead(value, out var intrinsic) => InIntrinsic(intrinsic, condition),
        MapValue map => map.Values.SelectMany(member => In(member, condition)),
        ListValue list => list.SelectMany(item => In(item, condition)),
        _ => [],
    };

    /// <summary>Takes the argument of <c>Fn::GetAtt</c> apart, in its list form and in its <c>Id.Attribute</c> form.</summary>
    /// <returns>False when it has neither form. The attribute is null when it must be evaluated first.</returns>
    public static bool TryReadGetAtt(TemplateValue argument, out string id, out string? attribute, out TemplateValue? attributeValue)
    {
        (id, attribute, attributeValue) = ("", null, null);
        if (argument is StringValue text && text.Value.IndexOf('.') is > 0 and var dot)
        {
            (id, attribute) = (text.Value[..dot], text.Value[(dot + 1)..]);
            return true;
        }

        if (argument is not ListValue { Count: >= 2 } list || list[0].AsString() is not { } name)
        {
            return false;
        }

        id = name;
        attribute = list.Skip(1).All(part => part is StringValue) ? string.Join('.', list.Skip(1).Select(part => part.AsString())) : null;
        attributeValue = list[1];
        return attribute is not null || list.Count == 2;
    }

    private static IEnumerable<TemplateReference> InIntrinsic(Intrinsic intrinsic, Func<string, bool>? condition)
    {
        var (name, argument, call) = intrinsic;
        var span = argument.Span.Or(call.Span);
        switch (name)
        {
            case "Ref":
                return argument.AsString() is { } target ? [new(target, null, span)] : [];
            case "Condition":
                return [];
            case "Fn::GetAtt" when TryReadGetAtt(argument, out var id, out var attribute, out var value):
                IEnumerable<TemplateReference> own = [new(id, attribute ?? "", span)];
                return value is null ? own : own.Concat(In(value, condition));
            case "Fn::Sub":
                return InSub(argument, span, condition);
            case "Fn::If" when condition is not null && argument is ListValue { Count: 3 } branches && branches[0].AsString() is { } question:
                return In(condition(question) ? branches[1] : branches[2], condition);
            default:
                return In(argument, condition);
        }
    }

    private static IEnumerable<TemplateReference> InSub(TemplateValue argument, SourceSpan span, Func<string, bool>? condition)
    {
        var list = argument as ListValue;
        var text = (list is { Count: > 0 } ? list[0] : argument).AsString();
        var own = list is { Count: > 1 } ? list[1].AsMap() : null;
        foreach (var name in SubText.Names(text ?? "").Where(name => own?.ContainsKey(name) != true))
        {
            var dot = name.IndexOf('.');
            yield return dot < 0 ? new(name, null, span) : new(name[..dot], name[(dot + 1)..], span);
        }

        foreach (var reference in own is null ? [] : own.Values.SelectMany(member => In(member, condition)))
        {
            yield return reference;
        }
    }
}
