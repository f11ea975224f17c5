using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using Serverless.Local.Front;

namespace Serverless.Local.Query;

/// <summary>The replies of the Query protocol: XML with the result inside an envelope that names the operation.</summary>
internal static class QueryReply
{
    /// <summary>Sends a result.</summary>
    /// <param name="request">The request.</param>
    /// <param name="action">The operation.</param>
    /// <param name="schema">The service's namespace.</param>
    /// <param name="content">What the result holds; null for operations without a result.</param>
    public static Task SendAsync(AwsRequest request, string action, string schema, IEnumerable<object?>? content)
    {
        var document = new XElement(
            $"{action}Response",
            content is null ? null : new XElement($"{action}Result", content),
            new XElement("ResponseMetadata", new XElement("RequestId", request.RequestId)));
        return WriteAsync(request, document, schema, 200);
    }

    /// <summary>Sends a refusal.</summary>
    public static Task RefuseAsync(AwsRequest request, string schema, QueryException refusal)
    {
        var document = new XElement(
            "ErrorResponse",
            new XElement("Error", new XElement("Type", refusal.Status < 500 ? "Sender" : "Receiver"), new XElement("Code", refusal.Code), new XElement("Message", refusal.Message)),
            new XElement("RequestId", request.RequestId));
        return WriteAsync(request, document, schema, refusal.Status);
    }

    /// <summary>An element, or nothing when the text is null.</summary>
    public static XElement? Optional(string name, string? text) => text is null ? null : new(name, text);

    /// <summary>A list: <c>member</c> elements inside an element, which is there even when it is empty.</summary>
    public static XElement List<T>(string name, IEnumerable<T> items, Func<T, object?> content) => new(name, items.Select(item => new XElement("member", content(item))));

    /// <summary>A time as the Query services write it.</summary>
    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static async Task WriteAsync(AwsRequest request, XElement document, string schema, int status)
    {
        XNamespace name = schema;
        foreach (var element in document.DescendantsAndSelf())
        {
            element.Name = name + element.Name.LocalName;
        }

        var text = new StringBuilder();
        using (var writer = XmlWriter.Create(text, new XmlWriterSettings { OmitXmlDeclaration = true, CheckCharacters = false }))
        {
            document.Save(writer);
        }

        var response = request.Context.Response;
        var bytes = Encoding.UTF8.GetBytes(text.ToString());
        response.StatusCode = status;
        response.ContentType = "text/xml";
        response.ContentLength = bytes.Length;
        response.Headers["x-amzn-RequestId"] = request.RequestId;
        await response.Body.WriteAsync(bytes, request.Aborted);
    }
}
