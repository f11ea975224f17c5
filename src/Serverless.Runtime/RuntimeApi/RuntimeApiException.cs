namespace Serverless.RuntimeApi;

/// <summary>The Runtime API cannot be worked with any more, so this process has to end. The message is for the developer.</summary>
internal sealed class RuntimeApiException(string message, Exception? inner = null) : Exception(message, inner);
