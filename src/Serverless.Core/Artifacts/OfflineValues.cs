using Serverless.Templates;

namespace Serverless.Artifacts;

/// <summary>What a value turns out to be before deployment.</summary>
/// <param name="Value">The value; null when it is absent (<c>AWS::NoValue</c>) or cannot be known.</param>
/// <param name="UnknownBecause">Why it cannot be known, as the end of a sentence; null when it is known.</param>
internal readonly record struct OfflineValue(TemplateValue? Value, string? UnknownBecause)
{
    public static OfflineValue Absent => default;

    public bool IsUnknown => UnknownBecause is not null;

    public static OfflineValue Unknown(string because) => new(null, because);
}

/// <summary>
/// Works out values of a template that do not need a deployment: parameters with a value or a default, mappings, conditions and text made
/// of them. Everything else stays unknown, with the reason. This decides what is built; what is deployed is evaluated by CloudFormation.
/// </summary>
/// <param name="template">The template.</param>
/// <param name="given">Values for parameters and pseudo parameters.</param>
internal sealed class OfflineValues(Template template, KnownParameters given)
{
    private readonly HashSet<string> _conditionsInProgress = [];

    /// <summary>The value with its intrinsic functions worked out; maps that are no function are left as they are.</summary>
    public OfflineValue Resolve(TemplateValue? value)
    {
        if (value.IsNull())
        {
            return OfflineValue.Absent;
        }

        if (Intrinsic.TryRead(value, out var intrinsic))
        {
            return Call(intrinsic);
        }

        return value is ListValue list ? Items(list) : new(value, null);
    }

    /// <summary>What <c>Fn::If</c> takes, however deep, with nothing in it worked out; any other value itself; null when a condition cannot be known.</summary>
    public TemplateValue? Choose(TemplateValue value) =>
        Intrinsic.TryRead(value, out var call) && call.Name == "Fn::If" && call.Argument is ListValue { Count: 3 } parts && parts[0].AsString() is { } name
            ? Condition(name, out _) switch
            {
                true => Choose(parts[1]),
                false => Choose(parts[2]),
                null => null,
            }
            : value;

    private OfflineValue Call(Intrinsic intrinsic) => intrinsic.Name switch
    {
        "Ref" => Reference(intrinsic.Argument.AsString() ?? ""),
        "Fn::FindInMap" => FindInMap(intrinsic.Argument),
        "Fn::If" => If(intrinsic.Argument),
        "Fn::Sub" => Substitute(intrinsic.Argument),
        "Fn::Join" => Join(intrinsic.Argument),
        var name => OfflineValue.Unknown($"{name} is evaluated when the stack is deployed"),
    };

    private OfflineValue Items(ListValue list)
    {
        var items = new List<TemplateValue>();
        foreach (var item in list)
        {
            var resolved = Resolve(item);
            if (resolved.IsUnknown)
            {
                return resolved;
            }

            if (resolved.Value is not null)
            {
                items.Add(resolved.Value);
            }
        }

        return new(new ListValue(items) { Span = list.Span }, null);
    }

    private OfflineValue Reference(string name)
    {
        if (name == "AWS::NoValue")
        {
            return OfflineValue.Absent;
        }

        if (template.Parameters?[name] is not MapValue parameter)
        {
            return given.Values.TryGetValue(name, out var pseudo) && name.StartsWith("AWS::", StringComparison.Ordinal)
                ? new(pseudo, null)
                : OfflineValue.Unknown($"'{name}' is known only when the stack is deployed");
        }

        var type = parameter["Type"].AsString() ?? "String";
        if (type.StartsWith("AWS::SSM::", StringComparison.Ordinal))
        {
            return OfflineValue.Unknown($"parameter '{name}' is read from Systems Manager when the stack is deployed");
        }

        if (given.Unknown.Contains(name))
        {
            return OfflineValue.Unknown($"parameter '{name}' gets its value when the stack is deployed");
        }

        TemplateValue? value = given.Values.TryGetValue(name, out var text) ? text : parameter["Default"];
        if (value.IsNull())
        {
            return OfflineValue.Unknown($"parameter '{name}' has neither a value nor a default");
        }

        var isList = type == "CommaDelimitedList" || type.StartsWith("List<", StringComparison.Ordinal);
        return new(isList && value is ScalarValue scalar ? Split(scalar) : value, null);
    }

    private static ListValue Split(ScalarValue list) =>
        new(list.Text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(item => new StringValue(item) { Span = list.Span }));

    private OfflineValue FindInMap(TemplateValue argument)
    {
        if (argument is not ListValue { Count: >= 3 } keys)
        {
            return OfflineValue.Unknown("Fn::FindInMap needs a mapping and two keys");
        }

        TemplateValue? at = template.Mappings;
        for (var i = 0; i < 3; i++)
        {
            var key = Resolve(keys[i]);
            if (key.IsUnknown)
            {
                return key;
            }

            var name = (key.Value as ScalarValue)?.Text ?? "";
            at = at.AsMap()?[name];
            if (at is null)
            {
                return OfflineValue.Unknown($"the mappings have no '{name}'");
            }
        }

        return Resolve(at);
    }

    private OfflineValue If(TemplateValue argument)
    {
        if (argument is not ListValue { Count: 3 } parts || parts[0].AsString() is not { } name)
        {
            return OfflineValue.Unknown("Fn::If needs a condition and two values");
        }

        return Condition(name, out var unknown) switch
        {
            true => Resolve(parts[1]),
            false => Resolve(parts[2]),
            null => OfflineValue.Unknown(unknown),
        };
    }

    /// <summary>The truth of a condition of the template, or null with the reason why it cannot be known.</summary>
    private bool? Condition(string name, out string unknown)
    {
        if (template.Conditions?[name] is not { } body)
        {
            unknown = $"there is no condition '{name}'";
            return null;
        }

        if (!_conditionsInProgress.Add(name))
        {
            unknown = $"condition '{name}' refers to itself";
            return null;
        }

        var truth = Truth(body, out unknown);
        _conditionsInProgress.Remove(name);
        return truth;
    }

    private bool? Truth(TemplateValue body, out string unknown)
    {
        unknown = "a condition has a form that is not known";
        if (!Intrinsic.TryRead(body, out var call))
        {
            return null;
        }

        var parts = call.Argument.AsList();
        switch (call.Name)
        {
            case "Condition":
                return Condition(call.Argument.AsString() ?? "", out unknown);
            case "Fn::Not" when parts is { Count: 1 }:
                return !Truth(parts[0], out unknown);
            case "Fn::Equals" when parts is { Count: 2 }:
                return AreEqual(Resolve(parts[0]), Resolve(parts[1]), ref unknown);
            case "Fn::And" when parts is not null:
                return All(parts, truth: true, ref unknown);
            case "Fn::Or" when parts is not null:
                return !All(parts, truth: false, ref unknown);
            default:
                return null;
        }
    }

    // And is "all are true"; Or is "not all are false". One part against settles it, whatever the unknown ones are.
    private bool? All(ListValue parts, bool truth, ref string unknown)
    {
        bool? all = true;
        foreach (var part in parts)
        {
            var one = Truth(part, out var because);
            if (one == !truth)
            {
                return false;
            }

            if (one is null)
            {
                unknown = because;
                all = null;
            }
        }

        return all;
    }

    private static bool? AreEqual(OfflineValue left, OfflineValue right, ref string unknown)
    {
        if ((left.UnknownBecause ?? right.UnknownBecause) is { } because)
        {
            unknown = because;
            return null;
        }

        return (left.Value, right.Value) switch
        {
            (ScalarValue a, ScalarValue b) => a.Text == b.Text,
            ({ } a, { } b) => a.ContentEquals(b),
            var (a, b) => a is null && b is null,
        };
    }

    private OfflineValue Join(TemplateValue argument)
    {
        if (argument is not ListValue { Count: 2 } parts || parts[0] is not ScalarValue separator)
        {
            return OfflineValue.Unknown("Fn::Join needs a separator and a list");
        }

        var items = Resolve(parts[1]);
        if (items.IsUnknown)
        {
            return items;
        }

        return items.Value is ListValue list && list.All(item => item is ScalarValue)
            ? new(string.Join(separator.Text, list.Cast<ScalarValue>().Select(item => item.Text)), null)
            : OfflineValue.Unknown("Fn::Join needs a list of texts");
    }

    private OfflineValue Substitute(TemplateValue argument)
    {
        var variables = (argument as ListValue)?.Skip(1).FirstOrDefault().AsMap();
        if ((argument is ListValue { Count: > 0 } list ? list[0] : argument).AsString() is not { } pattern)
        {
            return OfflineValue.Unknown("Fn::Sub needs a text");
        }

        var text = new System.Text.StringBuilder();
        for (var at = 0; ;)
        {
            var open = pattern.IndexOf("${", at, StringComparison.Ordinal);
            var close = open < 0 ? -1 : pattern.IndexOf('}', open);
            if (close < 0)
            {
                return new(text.Append(pattern, at, pattern.Length - at).ToString(), null);
            }

            text.Append(pattern, at, open - at);
            var name = pattern[(open + 2)..close].Trim();
            at = close + 1;
            if (name.StartsWith('!'))
            {
                text.Append("${").Append(name, 1, name.Length - 1).Append('}');
                continue;
            }

            var resolved = variables?[name] is { } variable ? Resolve(variable) : Reference(name);
            if (resolved.Value is not ScalarValue scalar)
            {
                return OfflineValue.Unknown(resolved.UnknownBecause ?? $"'{name}' is no text");
            }

            text.Append(scalar.Text);
        }
    }
}
