using Serverless.Diagnostics;
using Serverless.Text;

namespace Serverless.Templates.PlainYaml;

/// <summary>
/// Reads the YAML that nearly all templates are written in, straight from the text: block maps and lists, flow collections, the scalars of
/// all styles, short forms. It takes a fraction of what the full parser takes, in time and memory, and above all in a program's first moments.
/// </summary>
/// <remarks>
/// It never complains about grammar. At the first thing that is wrong, rare or in doubt (anchors, directives, tabs, odd escapes) it gives up, and
/// the whole text is read by <see cref="YamlReader"/>, which stays the judge: what both can read, they read alike to the last span.
/// </remarks>
internal sealed class PlainYamlReader
{
    private readonly YamlCursor _cursor;
    private readonly PlainYamlScalars _scalars;
    private readonly PlainYamlFlow _flow;
    private readonly List<Diagnostic> _diagnostics = [];

    private PlainYamlReader(SourceText source)
    {
        _cursor = new(source);
        _scalars = new(_cursor);
        _flow = new(_cursor, _scalars, _diagnostics);
    }

    /// <summary>The document, or null when only the full reader can say what the text means. Complaints are added only with a document.</summary>
    public static TemplateValue? TryRead(SourceText source, List<Diagnostic> diagnostics)
    {
        if (!YamlCursor.CanRead(source.Text))
        {
            return null;
        }

        var reader = new PlainYamlReader(source);
        if (!reader.SkipToDocument() || reader._cursor.IsAtEnd || reader.ReadNode(-1, 1) is not { } value || !reader.SkipToContent() || !reader._cursor.IsAtEnd)
        {
            return null;
        }

        diagnostics.AddRange(reader._diagnostics);
        return value;
    }

    private bool IsDash => _cursor.Current == '-' && YamlCursor.IsSpaceOrBreak(_cursor.Peek(1));

    // One marker in front, with nothing behind it on its line, says only that the document starts.
    private bool SkipToDocument()
    {
        if (!_cursor.SkipToContent())
        {
            return false;
        }

        if (_cursor.Column == 0 && _cursor.Current == '-' && _cursor.Peek(1) == '-' && _cursor.Peek(2) == '-' && YamlCursor.IsBreak(_cursor.Peek(3)))
        {
            _cursor.At += 3;
        }

        return SkipToContent();
    }

    // Document markers are for the full reader.
    private bool SkipToContent() =>
        _cursor.SkipToContent() && !(_cursor.Column == 0 && _cursor.Current is '-' or '.' && _cursor.Peek(1) == _cursor.Current && _cursor.Peek(2) == _cursor.Current);

    // A node whose first character is the next one. Lines of a text belong to it while they are indented by more than the parent.
    private TemplateValue? ReadNode(int parent, int depth) => _cursor.Current switch
    {
        '-' when IsDash => ReadList(_cursor.Column, isInMap: false, depth),
        '!' => ReadTagged(parent, isInMap: false, depth),
        _ when _scalars.IsAtKey() => ReadMap(_cursor.Column, depth),
        '|' or '>' => _scalars.ReadBlock(parent),
        _ => _flow.ReadValue(parent, depth, isTyped: true),
    };

    private ListValue? ReadList(int indentation, bool isInMap, int depth)
    {
        var items = new List<TemplateValue>();
        var start = _cursor.Here;
        if (depth > TemplateReader.MaxDepth)
        {
            return null;
        }

        while (!_cursor.IsAtEnd && _cursor.Column == indentation && IsDash)
        {
            _cursor.At++;
            if (ReadBehind(indentation, isInMap: false, depth + 1) is not { } item || !SkipToContent())
            {
                return null;
            }

            items.Add(item);
        }

        // Behind the last item stands something less indented, or the next member of the map that the list is in.
        return _cursor.IsAtEnd || _cursor.Column < indentation || (isInMap && _cursor.Column == indentation)
            ? new(items) { Span = _cursor.Span(start, items[^1].Span.End) }
            : null;
    }

    private MapValue? ReadMap(int indentation, int depth)
    {
        var members = new List<MapEntry>();
        var start = _cursor.Here;
        if (depth > TemplateReader.MaxDepth)
        {
            return null;
        }

        while (!_cursor.IsAtEnd && _cursor.Column == indentation)
        {
            if (_scalars.ReadKey() is not { } key || ReadBehind(indentation, isInMap: true, depth + 1) is not { } value || !SkipToContent())
            {
                return null;
            }

            members.Add(new(key, value));
        }

        if (!_cursor.IsAtEnd && _cursor.Column > indentation)
        {
            return null;
        }

        var map = new MapValue { Span = _cursor.Span(start, members[^1].Value.Span.End) };
        MapMembers.AddAll(map, members, depth, _diagnostics);
        return map;
    }

    // What follows a dash or a colon: on its line, on the next ones, or nothing.
    private TemplateValue? ReadBehind(int indentation, bool isInMap, int depth)
    {
        var indicator = _cursor.Here;
        if (!_cursor.IsLineOver())
        {
            _cursor.SkipSpaces();
            return isInMap ? ReadInline(indentation, depth) : ReadNode(indentation, depth);
        }

        if (!SkipToContent())
        {
            return null;
        }

        return TryReadBelow(indentation, isInMap, depth, out var value) ? value : new NullValue { Span = _cursor.Span(indicator, indicator) };
    }

    // False when the next line belongs to something further out.
    private bool TryReadBelow(int indentation, bool isInMap, int depth, out TemplateValue? value)
    {
        value = null;
        if (_cursor.IsAtEnd || _cursor.Column < indentation || (_cursor.Column == indentation && !(isInMap && IsDash)))
        {
            return false;
        }

        value = _cursor.Column == indentation ? ReadList(indentation, isInMap: true, depth) : ReadNode(indentation, depth);
        return true;
    }

    // Maps and lists cannot start on the line of a member's key.
    private TemplateValue? ReadInline(int indentation, int depth) => _cursor.Current switch
    {
        '-' when IsDash => null,
        '!' => ReadTagged(indentation, isInMap: true, depth),
        '|' or '>' => _scalars.ReadBlock(indentation),
        _ => _flow.ReadValue(indentation, depth, isTyped: true),
    };

    private MapValue? ReadTagged(int indentation, bool isInMap, int depth)
    {
        var start = _cursor.Here;
        if (_scalars.ReadTag() is not { } tag)
        {
            return null;
        }

        var key = _cursor.SpanFrom(start);
        return ReadArgument(tag, indentation, isInMap, depth + 1) is { } argument
            ? PlainYamlFlow.Call(tag, key, argument)
            : null;
    }

    private TemplateValue? ReadArgument(string tag, int indentation, bool isInMap, int depth)
    {
        if (!_cursor.IsLineOver())
        {
            _cursor.SkipSpaces();
            return ReadInlineArgument(tag, indentation, depth);
        }

        // Below the tag only collections are common.
        return SkipToContent() && (IsDash || _scalars.IsAtKey()) && TryReadBelow(indentation, isInMap, depth, out var value) ? value : null;
    }

    private TemplateValue? ReadInlineArgument(string tag, int indentation, int depth) => _cursor.Current switch
    {
        '|' or '>' => _scalars.ReadBlock(indentation),
        '!' => null,
        _ => IsDash || _scalars.IsAtKey() ? null : _flow.ReadArgument(tag, indentation, depth),
    };
}
