using System.Globalization;
using System.Text.RegularExpressions;
using Serverless.Sam.Python;
using Serverless.Sam.Resources;
using Serverless.Templates;

namespace Serverless.Sam.Expanders.StateMachines;

/// <summary>
/// A definition that is written in the template. Step Functions takes it as a text, in which intrinsics mean nothing: they become
/// substitutions.
/// </summary>
internal sealed partial class StateMachineDefinition
{
    private readonly MapValue _substitutions = [];
    private readonly TemplateValue _definition;

    private StateMachineDefinition(TemplateValue definition)
    {
        _definition = definition.DeepClone();
        ReplaceParts(_definition);
    }

    public static StateMachineDefinition Read(TemplateValue definition) => new(definition);

    /// <summary>The definition's JSON text, a line for each value so that a difference between two stacks can be read.</summary>
    public MapValue ToValue() =>
        new(new MapEntry("Fn::Join", Values.List("\n", IndentedJson.Lines(_definition)))) { Span = _definition.Span };

    /// <summary>Adds the substitutions to the user's own map; null when there are none of either.</summary>
    public MapValue? AddSubstitutionsTo(MapValue? given)
    {
        if (given is null)
        {
            return _substitutions.Count > 0 ? _substitutions : null;
        }

        given.Update(_substitutions);
        return given;
    }

    // In the order of sorted keys: that is how the substitutions get their numbers.
    private void ReplaceParts(TemplateValue value)
    {
        switch (value)
        {
            case MapValue map:
                foreach (var (key, part) in map.OrderBy(member => member.Key.Text, CodePointComparer.Instance).ToList())
                {
                    map.Set(key, Replaced(part));
                }

                break;
            case ListValue list:
                for (var i = 0; i < list.Count; i++)
                {
                    list[i] = Replaced(list[i]);
                }

                break;
        }
    }

    private TemplateValue Replaced(TemplateValue value)
    {
        if (Intrinsic.Is(value) || (value is StringValue text && text.Value.StartsWith("{{resolve:", StringComparison.Ordinal) && DynamicReference().IsMatch(text.Value)))
        {
            var name = "definition_substitution_" + (_substitutions.Count + 1).ToString(CultureInfo.InvariantCulture);
            _substitutions[name] = value;
            return new StringValue($"${{{name}}}") { Span = value.Span };
        }

        ReplaceParts(value);
        return value;
    }

    [GeneratedRegex(@"^\{\{resolve:[a-z\-]+:.+\}\}$", RegexOptions.ExplicitCapture)]
    private static partial Regex DynamicReference();
}
