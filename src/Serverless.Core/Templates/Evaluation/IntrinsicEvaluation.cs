using System.Text;
using Serverless.Diagnostics;

namespace Serverless.Templates.Evaluation;

/// <summary>One evaluation of a value: every intrinsic function, CloudFormation's coercions and the removal of <c>AWS::NoValue</c>.</summary>
internal sealed class IntrinsicEvaluation(TemplateEvaluator evaluator, IResourceLookup lookup, List<Diagnostic> complaints)
{
    // Real templates nest a handful of intrinsics; the limit keeps a hostile one from ending the process.
    private const int DeepestNesting = 200;

    private int _depth;

    /// <summary>The value without intrinsics; null for <c>AWS::NoValue</c> and for what was complained about.</summary>
    public TemplateValue? Evaluate(TemplateValue value)
    {
        if (++_depth > DeepestNesting)
        {
            _depth--;
            return Bad(value, "Template error: the value is nested too deeply.");
        }

        var result = value switch
        {
            MapValue when Intrinsic.TryRead(value, out var intrinsic) => Call(intrinsic),
            MapValue map => Map(map),
            ListValue list => List(list),
            StringValue text when text.Value.Contains("{{resolve:", StringComparison.Ordinal) => NeedsAws(
                value, $"The dynamic reference {text.Value} is read from AWS Systems Manager or Secrets Manager; there is none here.", "Pass the value as a parameter for this environment."),
            _ => value,
        };
        _depth--;
        return result;
    }

    private MapValue Map(MapValue map)
    {
        var result = new MapValue { Span = map.Span };
        foreach (var (key, value) in map)
        {
            result.SetIfPresent(key, Evaluate(value));
        }

        return result;
    }

    private ListValue List(ListValue list) => new(list.Select(Evaluate).OfType<TemplateValue>()) { Span = list.Span };

    private TemplateValue? Call(Intrinsic call) => call.Name switch
    {
        "Ref" => Ref(call),
        "Fn::GetAtt" => GetAtt(call),
        "Fn::Sub" => Sub(call),
        "Fn::Join" => Join(call),
        "Fn::Select" => Select(call),
        "Fn::Split" => Split(call),
        "Fn::FindInMap" => FindInMap(call),
        "Fn::If" => If(call),
        "Fn::Equals" or "Fn::And" or "Fn::Or" or "Fn::Not" => evaluator.Truth(call.Call, complaints),
        // Outside condition functions a member named Condition is data, as in an IAM policy statement.
        "Condition" => Evaluate(call.Argument) is { } data ? new MapValue(new MapEntry("Condition", data)) { Span = call.Call.Span } : null,
        "Fn::Base64" => Text(call.Argument) is { } text ? Made(Convert.ToBase64String(Encoding.UTF8.GetBytes(text)), call) : null,
        "Fn::GetAZs" => GetAvailabilityZones(call),
        "Fn::Cidr" => Cidr(call),
        "Fn::ImportValue" => ImportValue(call),
        "Fn::Length" => Evaluate(call.Argument) is ListValue list ? list.Count : Bad(call.Argument, "Fn::Length needs a list."),
        "Fn::ToJsonString" => Evaluate(call.Argument) is { } value ? Made(TemplateJson.Write(value), call) : null,
        "Fn::Transform" => NeedsAws(call.Call, "Fn::Transform calls a macro in AWS; there is none here.", "Deploy the template without the macro, or deploy to AWS."),
        "Fn::ForEach" => NeedsAws(call.Call, "Fn::ForEach needs the transform AWS::LanguageExtensions.", "Name it in the template."),
        _ => Bad(call.Call, $"Template format error: Unrecognized intrinsic function {call.Name}.", DidYouMean.Ask(call.Name, Known)),
    };

    private static readonly string[] Known =
    [
        "Ref", "Fn::GetAtt", "Fn::Sub", "Fn::Join", "Fn::Select", "Fn::Split", "Fn::FindInMap", "Fn::If", "Fn::Equals", "Fn::And", "Fn::Or", "Fn::Not",
        "Fn::Base64", "Fn::GetAZs", "Fn::Cidr", "Fn::ImportValue", "Fn::Length", "Fn::ToJsonString",
    ];

    private TemplateValue? Ref(Intrinsic call)
    {
        if (call.Argument.AsString() is not { } name)
        {
            return Bad(call.Argument, "Template error: every Ref object must have a single String value.");
        }

        return name == "AWS::NoValue" ? null : Resolve(name, call.Argument);
    }

    private TemplateValue? Resolve(string name, TemplateValue at) =>
        evaluator.Parameters.Find(name)?.Value ?? evaluator.Pseudo.Find(name) ?? lookup.Ref(name)
        ?? Complain(EvaluationDiagnostics.UnresolvedReference, at, Unresolved(name), Suggest(name));

    private TemplateValue? GetAtt(Intrinsic call)
    {
        if (!TemplateReferences.TryReadGetAtt(call.Argument, out var id, out var attribute, out var written))
        {
            return Bad(call.Argument, "Template error: every Fn::GetAtt object requires two non-empty parameters, the resource name and the resource attribute.");
        }

        attribute ??= written is null ? null : Text(written);
        return attribute is null ? null : GetAtt(id, attribute, call.Argument);
    }

    private TemplateValue? GetAtt(string id, string attribute, TemplateValue at) =>
        lookup.GetAtt(id, attribute) ?? (evaluator.Template.FindResource(id) is { } resource
            ? Complain(EvaluationDiagnostics.UnknownAttribute, at, $"Template error: resource {id} does not support attribute type {attribute} in Fn::GetAtt", $"Its type is {resource.ResourceType}.")
            : Complain(EvaluationDiagnostics.UnresolvedReference, at, Unresolved(id), Suggest(id)));

    private StringValue? Sub(Intrinsic call)
    {
        var list = call.Argument as ListValue;
        var written = list is { Count: 2 } ? list[0] : call.Argument;
        if (written.AsString() is not { } text || (list is not null && list[1] is not MapValue))
        {
            Bad(call.Argument, "Template error: One or more Fn::Sub intrinsic functions don't specify expected arguments. Specify a string as first argument, and an optional second argument to specify a mapping of values to replace in the string.");
            return null;
        }

        var own = list is null ? null : (MapValue)list[1];
        var result = new StringBuilder();
        foreach (var (piece, isName) in SubText.Split(text))
        {
            if (!isName)
            {
                result.Append(piece);
            }
            else if (Substitute(piece, own, written) is { } replacement)
            {
                result.Append(replacement);
            }
            else
            {
                return null;
            }
        }

        return Made(result.ToString(), call);
    }

    private string? Substitute(string name, MapValue? own, TemplateValue at)
    {
        if (own?[name] is { } mine)
        {
            return Text(mine);
        }

        var dot = name.IndexOf('.');
        var value = dot < 0 ? Resolve(name, at) : GetAtt(name[..dot], name[(dot + 1)..], at);
        return value is null ? null : AsText(value, at);
    }

    private StringValue? Join(Intrinsic call)
    {
        if (call.Argument is not ListValue { Count: 2 } list || list[0] is not ScalarValue delimiter)
        {
            Bad(call.Argument, "Template error: every Fn::Join object requires two parameters, (1) a string delimiter and (2) a list of strings to be joined or a function that returns a list of strings (such as Fn::GetAZs) to be joined.");
            return null;
        }

        return Strings(list[1], "Fn::Join") is { } parts ? Made(string.Join(delimiter.Text, parts), call) : null;
    }

    private TemplateValue? Select(Intrinsic call)
    {
        if (call.Argument is not ListValue { Count: 2 } list)
        {
            return Bad(call.Argument, "Template error: Fn::Select requires a list argument with two elements: an integer index and a list.");
        }

        if (Text(list[0]) is not { } index)
        {
            return null;
        }

        if (!int.TryParse(index, out var at) || at < 0)
        {
            return lookup.IsSymbolic && index.StartsWith('{') ? Stand(call) : Bad(list[0], "Template error: Fn::Select requires its index to be a non-negative integer.");
        }

        return Evaluate(list[1]) switch
        {
            ListValue items when at < items.Count => items[at],
            ScalarValue or ListValue when lookup.IsSymbolic => Stand(call),
            null => null,
            ListValue => Bad(list[0], $"Template error: Fn::Select cannot select nonexistent value at index {at}"),
            _ => Bad(list[1], "Template error: Fn::Select requires its second argument to be a list."),
        };
    }

    private ListValue? Split(Intrinsic call)
    {
        if (call.Argument is not ListValue { Count: 2 } list || Text(list[0]) is not { Length: > 0 } delimiter)
        {
            Bad(call.Argument, "Template error: every Fn::Split object requires two parameters, (1) a string delimiter and (2) a string to be split or a function that returns a string to be split.");
            return null;
        }

        return Text(list[1]) is { } text ? new(text.Split(delimiter).Select(part => (TemplateValue)part)) { Span = call.Call.Span } : null;
    }

    private TemplateValue? FindInMap(Intrinsic call)
    {
        if (call.Argument is not ListValue { Count: 3 or 4 } list)
        {
            return Bad(call.Argument, "Template error: every Fn::FindInMap object requires three parameters, the map name, map key and the attribute for return value.");
        }

        if (Text(list[0]) is not { } map || Text(list[1]) is not { } top || Text(list[2]) is not { } second)
        {
            return null;
        }

        if (evaluator.Template.Mappings?[map].AsMap()?[top].AsMap()?[second] is { } found)
        {
            return Evaluate(found);
        }

        var otherwise = list.Count == 4 ? list[3].AsMap()?["DefaultValue"] : null;
        return otherwise is not null
            ? Evaluate(otherwise)
            : Bad(call.Argument, $"Template error: Unable to get mapping for {map}::{top}::{second}", evaluator.Template.Mappings is { } maps && !maps.ContainsKey(map) ? DidYouMean.Ask(map, maps.Keys) : null);
    }

    private TemplateValue? If(Intrinsic call) =>
        call.Argument is ListValue { Count: 3 } list && list[0].AsString() is { } condition
            ? Evaluate(evaluator.Holds(condition, list[0], complaints) ? list[1] : list[2])
            : Bad(call.Argument, "Template error: Fn::If requires a list argument with three elements, the first of which is the name of a condition.");

    // Zone names are a convention (region plus letter) that holds for the first three zones of nearly every region.
    private ListValue? GetAvailabilityZones(Intrinsic call)
    {
        var region = Evaluate(call.Argument) is ScalarValue scalar ? scalar.Text : null;
        if (region is null)
        {
            Bad(call.Argument, "Template error: Fn::GetAZs requires a region name or an empty string.");
            return null;
        }

        region = region.Length == 0 ? evaluator.Pseudo.Region : region;
        return new($"{region}a", $"{region}b", $"{region}c") { Span = call.Call.Span };
    }

    private TemplateValue? Cidr(Intrinsic call)
    {
        if (call.Argument is not ListValue { Count: 2 or 3 } list)
        {
            return Bad(call.Argument, "Template error: every Fn::Cidr object requires two or three parameters, the address block, the count and the number of bits.");
        }

        if (Text(list[0]) is not { } block || Text(list[1]) is not { } count || (list.Count == 3 ? Text(list[2]) : "") is not { } bits)
        {
            return null;
        }

        if (CidrBlocks.TrySplit(block, count, bits, out var blocks))
        {
            return new ListValue(blocks.Select(item => (TemplateValue)item)) { Span = call.Call.Span };
        }

        return lookup.IsSymbolic ? Stand(call) : Bad(call.Argument, $"Template error: Fn::Cidr cannot split {block} into {count} blocks.");
    }

    private TemplateValue? ImportValue(Intrinsic call) =>
        Text(call.Argument) is not { } name ? null
        : lookup.Import(name) ?? Complain(EvaluationDiagnostics.UnknownAttribute, call.Argument, $"No export named {name} found.", "Deploy the stack that exports it first.");

    private List<string>? Strings(TemplateValue value, string function)
    {
        switch (Evaluate(value))
        {
            case ListValue list:
                var texts = list.Select(item => AsText(item, value)).OfType<string>().ToList();
                return texts.Count == list.Count ? texts : null;
            case ScalarValue scalar when lookup.IsSymbolic:
                return [scalar.Text];
            case null:
                return null;
            default:
                Bad(value, $"Template error: {function} needs a list of strings.");
                return null;
        }
    }

    private string? Text(TemplateValue value) => Evaluate(value) is { } result ? AsText(result, value) : null;

    private string? AsText(TemplateValue value, TemplateValue at)
    {
        if (value is ScalarValue scalar)
        {
            return scalar.Text;
        }

        Bad(at, "Template error: a string is needed here, not a list or a map.");
        return null;
    }

    private static StringValue Stand(Intrinsic call) => Made(TemplateJson.Write(call.Call), call);

    private static StringValue Made(string text, Intrinsic call) => new(text) { Span = call.Call.Span };

    private static string Unresolved(string name) => $"Template format error: Unresolved resource dependencies [{name}] in the Resources block of the template";

    private string? Suggest(string name) =>
        DidYouMean.Ask(name, evaluator.Parameters.All.Select(parameter => parameter.Name).Concat(evaluator.Template.Resources.Select(resource => resource.Id.Value)));

    private TemplateValue? Bad(TemplateValue at, string message, string? help = null) => Complain(EvaluationDiagnostics.BadIntrinsic, at, message, help);

    private TemplateValue? NeedsAws(TemplateValue at, string message, string? help = null) => Complain(EvaluationDiagnostics.NeedsAws, at, message, help);

    private TemplateValue? Complain(DiagnosticDescriptor descriptor, TemplateValue at, string message, string? help = null)
    {
        complaints.Add(descriptor.At(at.Span, message, help));
        return null;
    }
}
