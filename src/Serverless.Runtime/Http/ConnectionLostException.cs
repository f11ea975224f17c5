namespace Serverless.Http;

/// <summary>The connection could not be made, broke, or fell silent in the middle of a response.</summary>
internal sealed class ConnectionLostException(string message, Exception? inner = null) : IOException(message, inner);
