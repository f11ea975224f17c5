using Serverless.Diagnostics;

namespace Serverless.Templates.LanguageExtensions;

/// <summary>Evaluates the functions that only the language extensions have, from the inside out, in place.</summary>
internal sealed class FunctionResolution(Template template, KnownValues known, List<Diagnostic> complaints)
{
    private readonly PartialEvaluation _evaluation = new(template, known);

    /// <summary>False when something was left that CloudFormation knows and nobody here does.</summary>
    public bool IsComplete { get; private set; } = true;

    /// <summary>Evaluates a section.</summary>
    public void Resolve(string section)
    {
        foreach (var (_, member) in (MapValue)template.Root[section]!)
        {
            Walk(member);
            if (section is "Resources" or "Outputs" && member is MapValue body)
            {
                new AttributeResolution(this, body).Resolve();
            }
        }
    }

    /// <summary>
    /// A value that must be known. Null when it is not: either CloudFormation will know it, and it stays, or that is complained about.
    /// </summary>
    /// <param name="value">The value.</param>
    /// <param name="what">What needs it, at the beginning of a sentence.</param>
    public Known? Know(TemplateValue value, string what)
    {
        if (_evaluation.FindUnknown(value) is not { } unknown)
        {
            var before = complaints.Count;
            var result = _evaluation.Evaluate(value, complaints);
            return complaints.Count == before ? new(result) : null;
        }

        if (unknown.IsForService)
        {
            IsComplete = false;
        }
        else
        {
            Complain(LanguageExtensionDiagnostics.NotKnownYet, value, $"{what} must be known before deployment, but {unknown.Reason}.", unknown.Help);
        }

        return null;
    }

    public void Complain(DiagnosticDescriptor descriptor, TemplateValue at, string message, string? help = null) => complaints.Add(descriptor.At(at.Span, message, help));

    private TemplateValue Walk(TemplateValue value)
    {
        switch (value)
        {
            case MapValue map:
                foreach (var (key, member) in map.ToList())
                {
                    map.Set(key, Walk(member));
                }

                return Intrinsic.TryRead(map, out var call) ? Call(call) : map;
            case ListValue list:
                for (var i = 0; i < list.Count; i++)
                {
                    list[i] = Walk(list[i]);
                }

                return list;
            default:
                return value;
        }
    }

    private TemplateValue Call(Intrinsic call) => call switch
    {
        { Name: "Fn::Length" } => Length(call),
        { Name: "Fn::ToJsonString" } => ToJsonString(call),
        { Name: "Fn::FindInMap", Argument: ListValue list } when IsExtended(list) => FindInMap(call, list),
        { Name: "Ref", Argument: MapValue } => With(call, Name(call.Argument, "The name in Ref")),
        { Name: "Fn::GetAtt" or "Fn::If", Argument: ListValue { Count: > 1 } list } => Names(call, list),
        _ => call.Call,
    };

    private TemplateValue Length(Intrinsic call)
    {
        // A list that is written down has its length, whatever its items turn out to be.
        if (call.Argument is ListValue written && !written.Any(item => Intrinsic.TryRead(item, out var inner) && inner.Name is "Fn::If" or "Ref"))
        {
            return Number(written.Count, call);
        }

        if (Know(call.Argument, "The list of Fn::Length") is not { } known)
        {
            return call.Call;
        }

        if (known.Value is ListValue list)
        {
            return Number(list.Count, call);
        }

        Complain(TemplateRules.BadArgument, call.Argument, "Fn::Length takes a list, or a function that gives one.");
        return call.Call;
    }

    private static IntegerValue Number(int number, Intrinsic call) => new(number) { Span = call.Call.Span };

    private TemplateValue ToJsonString(Intrinsic call)
    {
        if (call.Argument is ScalarValue)
        {
            Complain(TemplateRules.BadArgument, call.Argument, "Fn::ToJsonString takes a map or a list.");
            return call.Call;
        }

        if (new JsonPieces(_evaluation, complaints).Write(call) is { } text)
        {
            return text;
        }

        IsComplete = false;
        return call.Call;
    }

    // Without the extensions there are three names, each plain, of a parameter or from another mapping.
    private static bool IsExtended(ListValue list) =>
        list.Count == 4 || list.Any(item => item is not StringValue && !(Intrinsic.TryRead(item, out var call) && call.Name is "Ref" or "Fn::FindInMap"));

    private TemplateValue FindInMap(Intrinsic call, ListValue list)
    {
        if (list.Count is not (3 or 4) || (list.Count == 4 && list[3].AsMap()?["DefaultValue"] is null))
        {
            Complain(TemplateRules.BadArgument, call.Argument, "Fn::FindInMap takes a list of three: mapping, first key, second key; and, if wanted, a map with DefaultValue.");
            return call.Call;
        }

        for (var i = 0; i < 3; i++)
        {
            if (list[i] is not ScalarValue)
            {
                list[i] = Name(list[i], "A name in Fn::FindInMap");
            }
        }

        if (list[0] is not ScalarValue map || list[1] is not ScalarValue top || list[2] is not ScalarValue second)
        {
            return call.Call;
        }

        // A mapping without the key is complained of by those who check references.
        var found = template.Mappings?[map.Text].AsMap()?[top.Text].AsMap()?[second.Text];
        return found?.DeepClone() ?? (list.Count == 4 ? list[3].AsMap()!["DefaultValue"]! : call.Call);
    }

    private MapValue Names(Intrinsic call, ListValue list)
    {
        for (var i = 0; i < (call.Name == "Fn::GetAtt" ? list.Count : 1); i++)
        {
            // A parameter may give an attribute's name without any extension.
            if (list[i] is MapValue && !(i > 0 && Intrinsic.TryRead(list[i], out var inner) && inner.Name == "Ref" && _evaluation.FindUnknown(list[i]) is { IsForService: true }))
            {
                list[i] = Name(list[i], $"The name in {call.Name}");
            }
        }

        return call.Call;
    }

    private TemplateValue Name(TemplateValue value, string what) => Know(value, what) switch
    {
        { Value: ScalarValue text } => new StringValue(text.Text) { Span = value.Span },
        null => value,
        _ => Refuse(value, what),
    };

    private TemplateValue Refuse(TemplateValue value, string what)
    {
        Complain(TemplateRules.BadArgument, value, $"{what} must be a text.");
        return value;
    }

    private static MapValue With(Intrinsic call, TemplateValue argument) =>
        ReferenceEquals(argument, call.Argument) ? call.Call : new MapValue(new MapEntry(call.Call.KeyOf(call.Name)!, argument)) { Span = call.Call.Span };
}

/// <summary>A value that is known; null within stands for <c>AWS::NoValue</c>.</summary>
internal sealed record Known(TemplateValue? Value);
