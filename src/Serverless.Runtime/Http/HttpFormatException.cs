namespace Serverless.Http;

/// <summary>What the peer sent is not an HTTP/1.1 response within our limits.</summary>
internal sealed class HttpFormatException(string message) : IOException(message)
{
    internal static HttpFormatException TooLongHead() => new($"The Runtime API sent a header section longer than {HttpResponseReader.MaxHeadLength / 1024} KB.");

    internal static HttpFormatException TooLongBody(int maxLength) => new($"The Runtime API sent a body longer than {maxLength} bytes.");
}
