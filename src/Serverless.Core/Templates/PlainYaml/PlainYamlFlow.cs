using Serverless.Diagnostics;
using Serverless.Text;

namespace Serverless.Templates.PlainYaml;

/// <summary>Reads what stands on a line: texts, and lists and maps in brackets. Null, always, means that the full reader has to read the document.</summary>
internal sealed class PlainYamlFlow(YamlCursor cursor, PlainYamlScalars scalars, List<Diagnostic> diagnostics)
{
    /// <summary>The value of a short form.</summary>
    public static MapValue Call(string tag, SourceSpan key, TemplateValue argument) =>
        new(new MapEntry(new(YamlTag.LongForm(tag)) { Span = key }, argument)) { Span = key with { End = argument.Span.End } };

    /// <summary>A value in block context, behind which the line has to end.</summary>
    public TemplateValue? ReadValue(int indentation, int depth, bool isTyped)
    {
        var value = cursor.Current is '[' or '{'
            ? ReadCollection(indentation, depth)
            : scalars.ReadScalar(indentation, isInFlow: false, isTyped);
        return value is not null && cursor.IsLineOver() ? value : null;
    }

    /// <summary>As <see cref="ReadValue"/>, behind a short form's tag.</summary>
    public TemplateValue? ReadArgument(string tag, int indentation, int depth)
    {
        var isPlain = cursor.Current is not ('"' or '\'');
        return ReadValue(indentation, depth, isTyped: false) is { } value ? Split(tag, value, isPlain) : null;
    }

    private static TemplateValue Split(string tag, TemplateValue value, bool isPlain) =>
        tag == "!GetAtt" && value is StringValue text ? YamlTag.SplitAttribute(text, isPlain) : value;

    private TemplateValue? ReadCollection(int indentation, int depth)
    {
        if (depth > TemplateReader.MaxDepth)
        {
            return null;
        }

        return cursor.Current == '[' ? ReadList(indentation, depth) : ReadMap(indentation, depth);
    }

    private ListValue? ReadList(int indentation, int depth)
    {
        var items = new List<TemplateValue>();
        var start = Open();
        while (SkipToToken() && cursor.Current != ']')
        {
            if (ReadNode(indentation, depth + 1) is not { } item || !IsSeparated(']'))
            {
                return null;
            }

            items.Add(item);
        }

        return Close(']') ? new(items) { Span = cursor.SpanFrom(start) } : null;
    }

    private MapValue? ReadMap(int indentation, int depth)
    {
        var members = new List<MapEntry>();
        var start = Open();
        while (SkipToToken() && cursor.Current != '}')
        {
            if (scalars.ReadFlowKey() is not { } key || !SkipToToken() || ReadNode(indentation, depth + 1) is not { } value || !IsSeparated('}'))
            {
                return null;
            }

            members.Add(new(key, value));
        }

        if (!Close('}'))
        {
            return null;
        }

        var map = new MapValue { Span = cursor.SpanFrom(start) };
        MapMembers.AddAll(map, members, depth, diagnostics);
        return map;
    }

    private TemplateValue? ReadNode(int indentation, int depth) => cursor.Current switch
    {
        '[' or '{' => ReadCollection(indentation, depth),
        '!' => ReadTagged(indentation, depth),
        _ => scalars.ReadScalar(indentation, isInFlow: true, isTyped: true),
    };

    private MapValue? ReadTagged(int indentation, int depth)
    {
        var start = cursor.Here;
        if (scalars.ReadTag() is not { } tag)
        {
            return null;
        }

        var key = cursor.SpanFrom(start);
        cursor.SkipSpaces();
        var isPlain = cursor.Current is not ('"' or '\'');
        var argument = cursor.Current is '[' or '{'
            ? ReadCollection(indentation, depth + 1)
            : scalars.ReadScalar(indentation, isInFlow: true, isTyped: false);
        return argument is null ? null : Call(tag, key, Split(tag, argument, isPlain));
    }

    private Position Open()
    {
        var start = cursor.Here;
        cursor.At++;
        return start;
    }

    private bool Close(char bracket)
    {
        if (cursor.IsAtEnd || cursor.Current != bracket)
        {
            return false;
        }

        cursor.At++;
        return true;
    }

    // A comma, which is taken, or the closing bracket, which is not.
    private bool IsSeparated(char bracket)
    {
        if (!SkipToToken())
        {
            return false;
        }

        if (cursor.Current != ',')
        {
            return cursor.Current == bracket;
        }

        cursor.At++;
        return true;
    }

    private bool SkipToToken() => cursor.SkipToContent() && !cursor.IsAtEnd;
}
