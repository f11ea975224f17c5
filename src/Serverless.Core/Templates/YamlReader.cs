using System.Runtime.InteropServices;
using Serverless.Diagnostics;
using Serverless.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Serverless.Templates;

/// <summary>Why a YAML text cannot be read on.</summary>
/// <param name="Reason">The parser's own words.</param>
/// <param name="Offset">Where it is about, in the input.</param>
internal sealed record YamlFailure(string Reason, int Offset);

/// <summary>
/// Builds the model from YAML events. An alias becomes a copy of what its anchor stands for, so that a change of one
/// (the SAM transform changes values in place) never shows up in the other; the copy keeps the anchor's spans.
/// </summary>
internal sealed class YamlReader
{
    private readonly YamlInput _input;
    private readonly List<Diagnostic> _diagnostics;
    private readonly Scanner _scanner;
    private readonly Parser _parser;
    private readonly YamlAnchors _anchors;

    // The members and items of all collections that are open, each of which takes its own off the end.
    private readonly List<MapEntry> _members = [];
    private readonly List<TemplateValue> _items = [];
    private Position _lastEnd;

    public YamlReader(YamlInput input, List<Diagnostic> diagnostics)
    {
        _input = input;
        _diagnostics = diagnostics;
        _scanner = new(new StringReader(input.Text));
        _parser = new(_scanner);
        _anchors = new(diagnostics);
    }

    /// <summary>Set when the grammar is broken.</summary>
    public YamlFailure? Failure { get; private set; }

    private ParsingEvent Current => _parser.Current!;

    /// <summary>The first document, or null when there is none or its grammar is broken.</summary>
    public TemplateValue? ReadDocument()
    {
        try
        {
            return ReadStream();
        }
        catch (TooDeepException)
        {
            // Reported where it was found. The parser's time grows with the square of the depth, so it gets no further.
        }
        catch (YamlException exception)
        {
            Failure = new(exception.Message, (int)exception.Start.Index);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // The parser has a bug; the user has a text that nobody should have to read.
            Failure = new(exception.Message, (int)_scanner.CurrentPosition.Index);
        }

        return null;
    }

    private TemplateValue? ReadStream()
    {
        Advance();
        Advance();
        if (Current is StreamEnd)
        {
            _diagnostics.Add(TemplateSyntax.Empty.At(SourceSpan.File(_input.Source.Path), "The template holds nothing but comments.", "A template needs at least 'Resources:' with one resource."));
            return null;
        }

        Advance();
        var value = ReadNode(1);
        Advance();
        if (Current is DocumentStart second)
        {
            _diagnostics.Add(TemplateSyntax.SecondDocument.At(_input.Span(second.Start.Index, second.End.Index), "A second document starts here; a template is one.", "Move it to a file of its own."));
        }

        return value;
    }

    // Leaves the parser behind the node.
    private TemplateValue ReadNode(int depth)
    {
        if (Current is AnchorAlias alias)
        {
            return ReadAlias(alias, depth);
        }

        if (Current is not NodeEvent node)
        {
            // The parser gives an end without a value for a lone ": ".
            throw new SemanticErrorException(Current.Start, Current.End, "did not find expected key");
        }

        _anchors.Open(node.Anchor);
        var value = ReadTagged(node, depth);
        _anchors.Close(node.Anchor, value);
        return value;
    }

    private TemplateValue ReadAlias(AnchorAlias alias, int depth)
    {
        var span = _input.Span(alias.Start.Index, alias.End.Index);
        Advance(span.End);
        return _anchors.Copy(alias.Value, span, depth);
    }

    private TemplateValue ReadTagged(NodeEvent node, int depth)
    {
        var tag = node.Tag.IsEmpty || node.Tag.IsNonSpecific ? "" : node.Tag.Value;
        var properties = node.Anchor.IsEmpty && tag.Length == 0 && !node.Tag.IsNonSpecific
            ? new YamlNodeProperties((int)node.Start.Index, (int)node.Start.Index)
            : YamlNodeProperties.Find(_input.Text, (int)node.Start.Index);
        if (!tag.StartsWith('!'))
        {
            return ReadContent(node, properties, tag, depth);
        }

        var keySpan = _input.Span(properties.TagStart, properties.TagEnd);
        var argument = ReadArgument(node, properties, tag, depth + 1);
        return new MapValue(new MapEntry(new(YamlTag.LongForm(tag)) { Span = keySpan }, argument))
        {
            Span = keySpan with { End = argument.Span.End },
        };
    }

    // What carries a short form's tag is never typed by its look: !Sub 5 is the text "5".
    private TemplateValue ReadArgument(NodeEvent node, YamlNodeProperties properties, string tag, int depth)
    {
        if (node is not Scalar scalar)
        {
            return ReadContent(node, properties, "", depth);
        }

        var text = ReadText(scalar, properties);
        return tag == "!GetAtt" ? YamlTag.SplitAttribute(text, scalar.Style == ScalarStyle.Plain) : text;
    }

    private TemplateValue ReadContent(NodeEvent node, YamlNodeProperties properties, string tag, int depth)
    {
        if (tag.Length > 0 && !YamlTag.Fits(tag, node))
        {
            _diagnostics.Add(YamlTag.Unfit(tag, node, _input.Span(properties.TagStart, properties.TagEnd)));
            tag = "";
        }

        return node switch
        {
            Scalar scalar => ReadScalar(scalar, properties, tag),
            _ when depth > TemplateReader.MaxDepth => throw TooDeep(node),
            SequenceStart list => ReadList(list, properties, depth),
            _ => ReadMap((MappingStart)node, properties, depth),
        };
    }

    private ScalarValue ReadScalar(Scalar scalar, YamlNodeProperties properties, string tag)
    {
        if (tag.Length == 0 && (!scalar.IsPlainImplicit || scalar.Style != ScalarStyle.Plain))
        {
            return ReadText(scalar, properties);
        }

        var span = SpanOf(scalar, properties);
        var value = tag.Length == 0
            ? YamlScalar.Read(scalar.Value, span)
            : YamlScalar.Read(YamlTag.KindOf(tag), scalar.Value, span);
        if (value is null)
        {
            _diagnostics.Add(YamlTag.Unreadable(scalar.Value, tag, span));
        }

        Advance(span.End);
        return value ?? new StringValue(scalar.Value) { Span = span };
    }

    private StringValue ReadText(Scalar scalar, YamlNodeProperties properties)
    {
        var span = SpanOf(scalar, properties);
        Advance(span.End);
        return new(scalar.Value) { Span = span };
    }

    private ListValue ReadList(SequenceStart start, YamlNodeProperties properties, int depth)
    {
        var first = _items.Count;
        Advance();
        while (Current is not SequenceEnd)
        {
            _items.Add(ReadNode(depth + 1));
        }

        var items = _items[first..];
        _items.RemoveRange(first, items.Count);
        return ListValue.Owning(items, CloseCollection(properties, start.Style == SequenceStyle.Flow));
    }

    private MapValue ReadMap(MappingStart start, YamlNodeProperties properties, int depth)
    {
        var first = _members.Count;
        List<TemplateValue>? merges = null;
        Advance();

        // A pair in a list, as in [a: b], is a map without braces, of which the parser tells no place.
        var isPair = start.Style == MappingStyle.Flow && _input.Text.AsSpan(properties.ContentStart) is not ['{', ..];
        properties = isPair ? new((int)Current.Start.Index, (int)Current.Start.Index) : properties;
        while (Current is not MappingEnd)
        {
            ReadMember(ref merges, depth + 1);
        }

        var span = CloseCollection(properties, start.Style == MappingStyle.Flow && !isPair);
        var map = MapMembers.ToMap(CollectionsMarshal.AsSpan(_members)[first..], span, depth, _diagnostics);
        _members.RemoveRange(first, _members.Count - first);
        return merges is null ? map : YamlMerge.Apply(merges, map);
    }

    private void ReadMember(ref List<TemplateValue>? merges, int depth)
    {
        if (Current is Scalar { Value: "<<", IsPlainImplicit: true, Style: ScalarStyle.Plain } merge)
        {
            Advance();
            var key = _input.Span(merge.Start.Index, merge.End.Index);
            var isAlias = Current is AnchorAlias;
            var value = ReadNode(depth);

            // An alias without a value has had its complaint.
            (merges ??= []).AddRange(isAlias && value is NullValue ? [] : YamlMerge.MapsOf(value, key, _diagnostics));
            return;
        }

        var name = ReadKey(depth);
        var member = ReadNode(depth);
        if (name is not null)
        {
            _members.Add(new(name, member));
        }
    }

    // Null, with a complaint, for a key that no map of the model can have.
    private MapKey? ReadKey(int depth)
    {
        if (Current is Scalar { Tag.IsEmpty: true, Anchor.IsEmpty: true } name && IsText(name))
        {
            var place = SpanOf(name, new((int)name.Start.Index, (int)name.Start.Index));
            Advance(place.End);
            return new(name.Value) { Span = place };
        }

        var start = Current.Start.Index;
        var isAlias = Current is AnchorAlias;
        var key = ReadNode(depth);

        // An alias has the span of its anchor; the key stands here.
        var span = isAlias ? new SourceSpan(_input.Source.Path, _input.At(start), _lastEnd) : key.Span;
        if (key is ScalarValue scalar)
        {
            return YamlKey.Of(scalar, span);
        }

        _diagnostics.Add(YamlKey.NotText(key, span, _input.Source));
        return null;
    }

    // "=" as a key is a text like others.
    private static bool IsText(Scalar key) => key.Style != ScalarStyle.Plain || YamlScalar.KindOf(key.Value) is YamlScalarKind.Text or YamlScalarKind.Default;

    private TooDeepException TooDeep(NodeEvent node)
    {
        Complain.TooDeep(_diagnostics, _input.Span(node.Start.Index, node.End.Index));
        return new();
    }

    // Block collections end, for the parser, where the next token starts; for people, behind their last value.
    private SourceSpan CloseCollection(YamlNodeProperties properties, bool isFlow)
    {
        var end = isFlow ? _input.At(Current.End.Index + 1) : _lastEnd;
        var start = _input.At(properties.ContentStart);
        Advance(isFlow || end.CompareTo(start) > 0 ? end : start);
        return new(_input.Source.Path, start, _lastEnd);
    }

    private SourceSpan SpanOf(Scalar scalar, YamlNodeProperties properties)
    {
        if (scalar is { Style: ScalarStyle.Plain, Value.Length: 0 })
        {
            return _input.Span(properties.End, properties.End);
        }

        var end = (int)scalar.End.Index;
        if (scalar.Style is ScalarStyle.Literal or ScalarStyle.Folded)
        {
            end = _input.Text.AsSpan(0, Math.Min(end, _input.Text.Length)).TrimEnd().Length;
        }

        return _input.Span(Math.Min(properties.ContentStart, end), end);
    }

    private void Advance(Position consumedTo)
    {
        _lastEnd = consumedTo;
        Advance();
    }

    private void Advance() => _parser.MoveNext();

    private sealed class TooDeepException : Exception;
}
