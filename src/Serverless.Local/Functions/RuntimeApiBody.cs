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
}
