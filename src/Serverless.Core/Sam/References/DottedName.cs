using Serverless.Templates;
using Serverless.Text;

namespace Serverless.Sam.References;

/// <summary>The argument of <c>Fn::GetAtt</c> as names, wherever its dots stand: tools break it at different ones.</summary>
internal static class DottedName
{
    /// <summary>The names; none when an item is no string.</summary>
    public static string[] Read(ListValue parts) =>
        parts.All(part => part is StringValue) ? string.Join('.', parts.Select(part => part.AsString())).Split('.') : [];

    public static ListValue Write(string id, string[] rest, SourceSpan span)
    {
        var parts = new ListValue(new StringValue(id) { Span = span }) { Span = span };
        parts.AddRange(rest.Select(name => new StringValue(name) { Span = span }));
        return parts;
    }
}
