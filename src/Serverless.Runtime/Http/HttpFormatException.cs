namespace Serverless.Http;

/// <summary>What the peer sent is not an HTTP/1.1 response within our limits.</summary>
internal sealed class HttpFormatException(string message) : IOException(message);
