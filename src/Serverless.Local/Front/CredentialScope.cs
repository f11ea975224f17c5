namespace Serverless.Local.Front;

/// <summary>The scope of a request's signature: which region and service the caller means. The signature itself is not checked; there are no accounts to protect.</summary>
/// <param name="Region">Such as <c>eu-central-1</c>.</param>
/// <param name="Service">The service's signing name, such as <c>s3</c> or <c>cloudformation</c>.</param>
internal sealed record CredentialScope(string Region, string Service)
{
    /// <summary>Reads the scope from an <c>Authorization</c> header or from the <c>X-Amz-Credential</c> of a presigned URL.</summary>
    /// <returns>Null when the request is not signed with Signature Version 4.</returns>
    public static CredentialScope? TryRead(string? authorization, string? presigned)
    {
        const string Field = "Credential=";
        var credential = presigned;
        if (authorization?.StartsWith("AWS4-", StringComparison.Ordinal) == true && authorization.IndexOf(Field, StringComparison.Ordinal) is > 0 and var at)
        {
            credential = authorization[(at + Field.Length)..].Split(',', ' ')[0];
        }

        // access key / date / region / service / aws4_request; counted from the end because nothing forbids a slash in the key.
        var parts = credential?.Split('/') ?? [];
        return parts.Length >= 5 ? new(parts[^3], parts[^2]) : null;
    }
}
