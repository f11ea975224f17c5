using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace Serverless.Aws.Query;

/// <summary>Reads replies without looking at namespaces, which services and their stand-ins do not agree on.</summary>
internal static class QueryXml
{
    private static readonly XmlReaderSettings Settings = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };

    /// <summary>The root element; null when the text is no XML.</summary>
    public static XElement? Read(Stream stream)
    {
        try
        {
            using var reader = XmlReader.Create(stream, Settings);
            return XElement.Load(reader);
        }
        catch (XmlException)
        {
            return null;
        }
    }

    public static XElement? Child(this XElement element, string name) => element.Elements().FirstOrDefault(child => child.Name.LocalName == name);

    /// <summary>The text of a child; null when it is missing or empty.</summary>
    public static string? Text(this XElement element, string name) => element.Child(name)?.Value is { Length: > 0 } text ? text : null;

    public static string Required(this XElement element, string name) => element.Text(name)
        ?? throw new InvalidDataException($"The reply has no '{name}' in '{element.Name.LocalName}'.");

    /// <summary>The items of a list; none when the list is missing.</summary>
    public static IEnumerable<XElement> Members(this XElement element, string name) =>
        element.Child(name)?.Elements().Where(child => child.Name.LocalName == "member") ?? [];

    public static DateTimeOffset? Time(this XElement element, string name) =>
        DateTimeOffset.TryParse(element.Text(name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    public static XElement? Descendant(this XElement element, string name) =>
        element.DescendantsAndSelf().FirstOrDefault(child => child.Name.LocalName == name);
}
