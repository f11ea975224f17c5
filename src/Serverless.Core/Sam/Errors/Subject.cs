using Serverless.Templates;
using Serverless.Text;

namespace Serverless.Sam.Errors;

/// <summary>Who is to blame for an error: a resource or an event. Reads values from it, or complains in its name.</summary>
internal sealed record Subject(SamErrorKind Kind, string Id, SourceSpan Span)
{
    /// <summary>The error to throw, at a value when that has a place, otherwise at the subject.</summary>
    public SamErrorException Error(string text, TemplateValue? at = null, string? help = null) =>
        new(new(Kind, Id, text, (at?.Span ?? default).Or(Span), help));

    /// <summary>The error to throw, at a place when that is known, otherwise at the subject.</summary>
    public SamErrorException Error(string text, SourceSpan at, string? help = null) => new(new(Kind, Id, text, at.Or(Span), help));

    /// <summary>The error to throw, at the name of a member of a map, which should be another name or not be there.</summary>
    public SamErrorException ErrorAtName(string text, MapValue map, string name, string? help = null) => Error(text, map.KeyOf(name)?.Span ?? map.Span, help);

    public MapValue Map(TemplateValue? value, string path, string? text = null) =>
        value as MapValue ?? throw Wrong(value, path, "map", text);

    public ListValue List(TemplateValue? value, string path, string? text = null) =>
        value as ListValue ?? throw Wrong(value, path, "list", text);

    public StringValue String(TemplateValue? value, string path, string? text = null) =>
        value as StringValue ?? throw Wrong(value, path, "string", text);

    public BooleanValue Boolean(TemplateValue? value, string path) =>
        value as BooleanValue ?? throw Wrong(value, path, "boolean", null);

    /// <summary>A member of a map that has to be there.</summary>
    public TemplateValue Required(MapValue map, string name, string path) =>
        map[name] is { } value and not NullValue ? value : throw Error($"Property '{path}' is required.", map[name] ?? map);

    public ListValue Strings(TemplateValue? value, string path)
    {
        var list = List(value, path);
        for (var i = 0; i < list.Count; i++)
        {
            String(list[i], $"{path}[{i}]");
        }

        return list;
    }

    private SamErrorException Wrong(TemplateValue? value, string path, string kind, string? text) =>
        Error(text ?? $"Property '{path}' should be a {kind}.", value);
}
