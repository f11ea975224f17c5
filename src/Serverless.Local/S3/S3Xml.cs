using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using Microsoft.AspNetCore.Http;

namespace Serverless.Local.S3;

/// <summary>S3's XML documents.</summary>
internal static class S3Xml
{
    private static readonly XNamespace Namespace = "http://s3.amazonaws.com/doc/2006-03-01/";

    /// <summary>An element of S3's namespace, with all elements inside that have none.</summary>
    public static XElement Element(string name, params object?[] content)
    {
        var element = new XElement(Namespace + name, content);
        foreach (var inner in element.Descendants().Where(inner => inner.Name.Namespace == XNamespace.None))
        {
            inner.Name = Namespace + inner.Name.LocalName;
        }

        return element;
    }

    /// <summary>A time as S3 writes it.</summary>
    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>Sends a document.</summary>
    public static Task SendAsync(HttpResponse response, XElement document, int status = 200) => SendAsync(response, Text(document), status);

    /// <summary>Sends a document that is text already.</summary>
    public static async Task SendAsync(HttpResponse response, string document, int status = 200)
    {
        var bytes = Encoding.UTF8.GetBytes(document);
        response.StatusCode = status;
        response.ContentType = "application/xml";
        response.ContentLength = bytes.Length;
        if (!HttpMethods.IsHead(response.HttpContext.Request.Method))
        {
            await response.Body.WriteAsync(bytes, response.HttpContext.RequestAborted);
        }
    }

    /// <summary>Reads a request's document, whatever its namespace.</summary>
    /// <exception cref="S3Exception">It is not XML.</exception>
    public static async Task<XElement> ReadAsync(HttpRequest request)
    {
        var settings = new XmlReaderSettings { Async = true, DtdProcessing = DtdProcessing.Prohibit, MaxCharactersInDocument = 4 * 1024 * 1024 };
        try
        {
            using var reader = XmlReader.Create(request.Body, settings);
            return await XElement.LoadAsync(reader, LoadOptions.None, request.HttpContext.RequestAborted);
        }
        catch (XmlException)
        {
            throw S3Exception.MalformedXml;
        }
    }

    /// <summary>A child's text by its local name; null when there is none.</summary>
    public static string? Child(this XElement element, string name) => element.Elements().FirstOrDefault(child => child.Name.LocalName == name)?.Value;

    /// <summary>The document as text. Keys may hold characters that XML has no place for; they are written as references, as S3 does.</summary>
    public static string Text(XElement document)
    {
        var text = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        using (var writer = XmlWriter.Create(text, new XmlWriterSettings { OmitXmlDeclaration = true, CheckCharacters = false }))
        {
            document.Save(writer);
        }

        return text.ToString();
    }
}
