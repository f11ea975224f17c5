using Serverless.Diagnostics;
using Serverless.Text;
using YamlDotNet.Core.Events;

namespace Serverless.Templates;

/// <summary>What tags mean in templates.</summary>
internal static class YamlTag
{
    private const string Standard = "tag:yaml.org,2002:";

    /// <summary>The function that a short form stands for: <c>!Ref</c> is <c>Ref</c>, <c>!Sub</c> is <c>Fn::Sub</c>.</summary>
    public static string LongForm(string tag) => tag is "!Ref" or "!Condition" ? tag[1..] : $"Fn::{tag[1..]}";

    /// <summary>The list that <c>!GetAtt Id.Attribute</c> stands for, split at the first dot.</summary>
    public static ListValue SplitAttribute(StringValue text, bool isPlain)
    {
        var dot = text.Value.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0)
        {
            return new(text) { Span = text.Span };
        }

        // Only plain text on one line lies in the source as it is in the value.
        var isExact = isPlain && text.Span.End.Column - text.Span.Start.Column == text.Value.Length;
        var split = text.Span.Start with { Column = text.Span.Start.Column + dot };
        var id = new StringValue(text.Value[..dot]) { Span = isExact ? text.Span with { End = split } : text.Span };
        var attribute = new StringValue(text.Value[(dot + 1)..]) { Span = isExact ? text.Span with { Start = split with { Column = split.Column + 1 } } : text.Span };
        return new(id, attribute) { Span = text.Span };
    }

    /// <summary>True when a tag that is no short form is one of YAML's own and suits the node.</summary>
    public static bool Fits(string tag, NodeEvent node) => tag switch
    {
        Standard + "str" or Standard + "int" or Standard + "float" or Standard + "bool" or Standard + "null" or Standard + "timestamp" => node is Scalar,
        Standard + "seq" => node is SequenceStart,
        Standard + "map" => node is MappingStart,
        _ => false,
    };

    public static YamlScalarKind KindOf(string tag) => tag switch
    {
        Standard + "int" => YamlScalarKind.Integer,
        Standard + "float" => YamlScalarKind.Float,
        Standard + "bool" => YamlScalarKind.Boolean,
        Standard + "null" => YamlScalarKind.Null,
        Standard + "timestamp" => YamlScalarKind.Timestamp,
        _ => YamlScalarKind.Text,
    };

    public static Diagnostic Unfit(string tag, NodeEvent node, SourceSpan span)
    {
        var shown = Short(tag);
        var isStandard = Fits(tag, new Scalar("")) || Fits(tag, new SequenceStart(default, default, true, SequenceStyle.Any)) || Fits(tag, new MappingStart());
        return isStandard
            ? TemplateSyntax.UnknownTag.At(span, $"The tag '{shown}' does not suit {Noun(node)}.", "Remove it.")
            : TemplateSyntax.UnknownTag.At(span, $"The tag '{shown}' has no meaning in a template.", "Remove it. Functions have one exclamation mark, such as !Ref or !Sub.");
    }

    public static Diagnostic Unreadable(string text, string tag, SourceSpan span)
    {
        var shown = text.Length <= 40 ? text : $"{text[..40]}…";
        return tag.Length > 0
            ? TemplateSyntax.UnreadableScalar.At(span, $"'{shown}' does not suit the tag '{Short(tag)}'.", "Remove the tag.")
            : TemplateSyntax.UnreadableScalar.At(span, $"'{shown}' has a meaning of its own in YAML and no value.", "Put it in quotes if it is meant as a text.");
    }

    private static string Short(string tag) => tag.StartsWith(Standard, StringComparison.Ordinal) ? $"!!{tag[Standard.Length..]}" : tag;

    private static string Noun(NodeEvent node) => node switch
    {
        Scalar => "a single value",
        SequenceStart => "a list",
        _ => "a map",
    };
}
