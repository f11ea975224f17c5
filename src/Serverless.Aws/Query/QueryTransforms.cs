using System.Net;
using System.Xml.Linq;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;

namespace Serverless.Aws.Query;

/// <summary>Writes a <see cref="QueryRequest"/> as the form that the service reads.</summary>
internal sealed class QueryMarshaller(string serviceName, string version) : IMarshaller<IRequest, AmazonWebServiceRequest>
{
    public IRequest Marshall(AmazonWebServiceRequest input)
    {
        var query = (QueryRequest)input;
        var request = new DefaultRequest(input, serviceName) { HttpMethod = "POST", ResourcePath = "/" };
        request.Parameters.Add("Action", query.Action);
        request.Parameters.Add("Version", version);
        foreach (var (name, value) in query.Fields)
        {
            request.Parameters.Add(name, value);
        }

        return request;
    }
}

/// <summary>Reads what the service answers, errors included.</summary>
internal sealed class QueryUnmarshaller : XmlResponseUnmarshaller
{
    public static QueryUnmarshaller Instance { get; } = new();

    public override AmazonWebServiceResponse Unmarshall(XmlUnmarshallerContext input)
    {
        if (QueryXml.Read(input.Stream) is not { } root)
        {
            throw new InvalidDataException("The reply is not XML.");
        }

        var result = root.Elements().FirstOrDefault(child => child.Name.LocalName.EndsWith("Result", StringComparison.Ordinal));
        return result is null ? new QueryResponse() : new QueryResponse { Result = result };
    }

    /// <summary>The service's error. Something that is no error document, such as a proxy's page, has no code.</summary>
    public override AmazonServiceException UnmarshallException(XmlUnmarshallerContext input, Exception innerException, HttpStatusCode statusCode)
    {
        var root = QueryXml.Read(input.Stream);
        var error = root?.Descendant("Error");
        if (error?.Text("Code") is not { } code)
        {
            var message = $"HTTP {(int)statusCode} without an error document; a proxy or firewall may have answered";
            return new(message, innerException, ErrorType.Unknown, errorCode: "", requestId: "", statusCode);
        }

        var type = error.Text("Type") == "Receiver" ? ErrorType.Receiver : ErrorType.Sender;
        return new(error.Text("Message") ?? code, innerException, type, code, root!.Descendant("RequestId")?.Value ?? "", statusCode);
    }
}
