using System.Xml;
using System.Xml.Linq;

namespace Serverless.Tasks.Results;

/// <summary>A project file, or one that a project imports.</summary>
/// <param name="Path">Absolute path.</param>
/// <param name="Root">The element that holds all others.</param>
internal sealed record ProjectFile(string Path, XElement Root)
{
    /// <summary>Absolute path of the folder it is in.</summary>
    public string Folder => System.IO.Path.GetDirectoryName(Path)!;

    /// <summary>Every element with this name, at any depth; names of other cases count, as they do for MSBuild.</summary>
    public IEnumerable<XElement> Elements(string name) => Root.Descendants().Where(element => Is(element, name));

    /// <summary>True when an element has this name.</summary>
    public static bool Is(XElement? element, string name) => string.Equals(element?.Name.LocalName, name, StringComparison.OrdinalIgnoreCase);

    /// <summary>An attribute's text; null when there is none.</summary>
    public static string? TextOf(XElement element, string attribute) =>
        element.Attributes().FirstOrDefault(one => string.Equals(one.Name.LocalName, attribute, StringComparison.OrdinalIgnoreCase))?.Value;

    /// <summary>Where an element stands, for people.</summary>
    public string PlaceOf(XObject element) => $"{Path}({((IXmlLineInfo)element).LineNumber})";

    /// <summary>Reads a file; null when there is none, or when it cannot be read as XML.</summary>
    public static ProjectFile? Read(string path)
    {
        try
        {
            return File.Exists(path) ? new(path, XDocument.Load(path, LoadOptions.SetLineInfo).Root!) : null;
        }
        catch (Exception unreadable) when (unreadable is XmlException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
