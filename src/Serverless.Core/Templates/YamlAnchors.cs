using Serverless.Diagnostics;
using Serverless.Text;
using YamlDotNet.Core;

namespace Serverless.Templates;

/// <summary>The anchors of a document, and the copies that aliases take of them, within limits.</summary>
internal sealed class YamlAnchors(List<Diagnostic> diagnostics)
{
    private readonly Dictionary<AnchorName, Anchored?> _anchors = [];
    private int _copied;

    /// <summary>Notes that the value of an anchor is about to be read; until it is closed, an alias to it is a circle.</summary>
    public void Open(AnchorName anchor)
    {
        if (!anchor.IsEmpty)
        {
            _anchors[anchor] = null;
        }
    }

    /// <summary>Notes the value of an anchor. A name may be used again; aliases mean the last one before them.</summary>
    public void Close(AnchorName anchor, TemplateValue value)
    {
        if (!anchor.IsEmpty)
        {
            _anchors[anchor] = new(value, value.CountAll(), value.Height());
        }
    }

    /// <summary>A copy of an anchor's value; an empty value, with a complaint, when there is none to be had.</summary>
    public TemplateValue Copy(AnchorName anchor, SourceSpan span, int depth)
    {
        if (!_anchors.TryGetValue(anchor, out var anchored))
        {
            diagnostics.Add(TemplateSyntax.UnknownAlias.At(span, $"No anchor '&{anchor.Value}' stands before the alias '*{anchor.Value}'.", DidYouMean.Ask(anchor.Value, _anchors.Keys.Select(name => name.Value)) ?? "A text that starts with '*' must be quoted."));
            return new NullValue { Span = span };
        }

        if (anchored is not { } found)
        {
            diagnostics.Add(TemplateSyntax.RecursiveAlias.At(span, $"The alias '*{anchor.Value}' stands inside the value of its own anchor.", "Write the value out: a template cannot contain itself."));
            return new NullValue { Span = span };
        }

        if (depth + found.Height - 1 > TemplateReader.MaxDepth)
        {
            Complain.TooDeep(diagnostics, span);
            return new NullValue { Span = span };
        }

        return Copy(found, span);
    }

    private TemplateValue Copy(Anchored found, SourceSpan span)
    {
        if (_copied <= TemplateReader.MaxAliasedValues && (_copied += found.Count) > TemplateReader.MaxAliasedValues)
        {
            diagnostics.Add(TemplateSyntax.AliasBomb.At(span, $"Up to here the aliases of this template stand for more than {TemplateReader.MaxAliasedValues:N0} values.", "Use fewer aliases, or smaller anchors."));
        }

        return _copied > TemplateReader.MaxAliasedValues ? new NullValue { Span = span } : found.Value.DeepClone();
    }

    private readonly record struct Anchored(TemplateValue Value, int Count, int Height);
}
