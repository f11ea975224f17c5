namespace Serverless.Local.Functions;

/// <summary>The body of a request to the Runtime API.</summary>
/// <param name="Bytes">What was sent; empty when it was too large.</param>
/// <param name="IsTooLarge">Whether it was over the limit. It has been read to its end nevertheless, so that the runtime can read the answer.</param>
internal readonly record struct RuntimeApiBody(byte[] Bytes, bool IsTooLarge)
{
    /// <summary>Error type from the trailers of a streamed response; null when it went well.</summary>
    public string? ErrorType { get; init; }

    /// <summary>Error document from the trailers, base64; null when there is none.</summary>
    public string? ErrorBody { get; init; }

    /// <summary>No body.</summary>
    public static readonly RuntimeApiBody Empty = new([], IsTooLarge: false);

    /// <summary>The body as the description of an error: itself, or a document that says why there is none.</summary>
    /// <param name="request">The request, whose header may name the error's type.</param>
    /// <param name="errorType">The type if not.</param>
    public byte[] ErrorDocument(in RuntimeApiRequest request, string errorType) =>
        Bytes.Length > 0
            ? Bytes
            : FunctionErrors.Document(request.ErrorType ?? errorType, IsTooLarge ? "The error's description is over 6 MB." : "The runtime gave no description of the error.");

    /// <summary>The error that ended a streamed response, as its trailers describe it; null when it went well.</summary>
    public byte[]? StreamError()
    {
        if (ErrorType is null)
        {
            return null;
        }

        var document = new byte[ErrorBody?.Length ?? 0];
        return Convert.TryFromBase64String(ErrorBody ?? "", document, out var length) && length > 0
            ? document[..length]
            : FunctionErrors.Document(ErrorType, "The response stream was ended by an error.");
    }
}
