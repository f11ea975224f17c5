using System.Text.RegularExpressions;
using Serverless.Sam.Errors;
using Serverless.Sam.Resources;
using Serverless.Templates;

namespace Serverless.Sam.Connectors;

/// <summary>Fills the values of a connector's ends into a text of the table.</summary>
internal static partial class GrantText
{
    /// <summary>The value itself where the text is nothing but its hole; otherwise a text, with <c>Fn::Sub</c> where it has variables.</summary>
    /// <exception cref="SamErrorException">A value is not known.</exception>
    public static TemplateValue Fill(string text, ConnectorEnd source, ConnectorEnd destination, Subject subject)
    {
        var variables = new MapValue();
        TemplateValue? only = null;
        var filled = Hole().Replace(text, hole =>
        {
            var value = ValueOf(hole, hole.Groups["end"].Value == source.Name ? source : destination, subject);
            only = hole.Length == text.Length ? value : null;
            var variable = hole.Groups["end"].Value + hole.Groups["value"].Value;
            variables.Set(variable, value);
            return $"${{{variable}}}";
        });

        if (only is not null)
        {
            return only;
        }

        TemplateValue argument = variables.Count > 0 ? Values.List(filled, variables) : filled;
        return filled.Contains("${", StringComparison.Ordinal) ? Intrinsic.Sub(argument) : filled;
    }

    private static TemplateValue ValueOf(Match hole, ConnectorEnd end, Subject subject) =>
        end.Known.Get(hole.Groups["value"].Value) ?? throw subject.Error($"{end.Name}.{hole.Groups["value"].Value} is missing.", end.Known);

    [GeneratedRegex("<(?<end>Source|Destination)\\.(?<value>[A-Za-z]+)>", RegexOptions.ExplicitCapture)]
    private static partial Regex Hole();
}
