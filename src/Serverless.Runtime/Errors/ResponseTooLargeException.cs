namespace Serverless.Errors;

/// <summary>The Runtime API refused the response with 413.</summary>
internal sealed class ResponseTooLargeException() : Exception(
    "The response is larger than Lambda takes: 6 MB from a handler that returns it. Store it in S3 and return a link, or stream it with RunStreamingAsync.");
