using System.Globalization;
using Serverless.Diagnostics;
using Serverless.Text;

namespace Serverless.Templates;

/// <summary>Makes keys of the scalars that stand in front of a colon.</summary>
internal static class YamlKey
{
    /// <summary>The key; one that is not a string keeps its scalar and goes by the name it has in JSON.</summary>
    public static MapKey Of(ScalarValue scalar, SourceSpan span) =>
        scalar is StringValue text
            ? new(text.Value) { Span = span }
            : new(NameOf(scalar)) { Span = span, Scalar = scalar };

    public static Diagnostic NotText(TemplateValue key, SourceSpan span, SourceText source)
    {
        var isDoubleBrace = key is MapValue && source.Line(span.Start.Line).AsSpan(span.Start.Column - 1).StartsWith("{") && span.Start.Column > 1 && source.Line(span.Start.Line)[span.Start.Column - 2] == '{';
        return isDoubleBrace
            ? TemplateSyntax.NeedsQuotes.At(span, "A value that starts with '{{' is a map inside a map for YAML.", "Put it in quotes: \"{{…}}\".")
            : TemplateSyntax.KeyNotText.At(span, $"A key must be a text, but this is {Describe.Value(key)}.", "Put it in quotes if it is meant as a text.");
    }

    private static string NameOf(ScalarValue scalar) => scalar switch
    {
        IntegerValue integer => integer.Value.ToString(CultureInfo.InvariantCulture),
        FloatValue number => PythonFloat.ToText(number.Value),
        BooleanValue truth => truth.Value ? "true" : "false",
        NullValue => "null",
        _ => scalar.Text,
    };
}
