namespace Serverless.Local.S3;

/// <summary>A refusal in S3's own words. See "Error responses" in the Amazon S3 API Reference.</summary>
internal sealed class S3Exception(int status, string code, string message) : Exception(message)
{
    /// <summary>The HTTP status.</summary>
    public int Status { get; } = status;

    /// <summary>S3's error code.</summary>
    public string Code { get; } = code;

    /// <summary>The bucket does not exist.</summary>
    public static S3Exception NoSuchBucket => new(404, "NoSuchBucket", "The specified bucket does not exist");

    /// <summary>The object does not exist.</summary>
    public static S3Exception NoSuchKey => new(404, "NoSuchKey", "The specified key does not exist.");

    /// <summary>The multipart upload does not exist.</summary>
    public static S3Exception NoSuchUpload => new(404, "NoSuchUpload", "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.");

    /// <summary>A condition of the request does not hold.</summary>
    public static S3Exception PreconditionFailed => new(412, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold");

    /// <summary>The bucket has objects.</summary>
    public static S3Exception BucketNotEmpty => new(409, "BucketNotEmpty", "The bucket you tried to delete is not empty");

    /// <summary>The bucket exists and is the caller's.</summary>
    public static S3Exception BucketAlreadyOwnedByYou => new(409, "BucketAlreadyOwnedByYou", "Your previous request to create the named bucket succeeded and you already own it.");

    /// <summary>The name breaks the rules for bucket names.</summary>
    public static S3Exception InvalidBucketName => new(400, "InvalidBucketName", "The specified bucket is not valid.");

    /// <summary>The key is longer than 1,024 bytes of UTF-8.</summary>
    public static S3Exception KeyTooLong => new(400, "KeyTooLongError", "Your key is too long");

    /// <summary>The bucket belongs to another account than the caller expects.</summary>
    public static S3Exception AccessDenied => new(403, "AccessDenied", "Access Denied");

    /// <summary>The body is shorter or longer than announced, or its framing is broken.</summary>
    public static S3Exception IncompleteBody => new(400, "IncompleteBody", "The request body terminated unexpectedly");

    /// <summary>The body's SHA-256 is not the one that was signed.</summary>
    public static S3Exception ContentSha256Mismatch => new(400, "XAmzContentSHA256Mismatch", "The provided 'x-amz-content-sha256' header does not match what was computed.");

    /// <summary>The XML of the request cannot be read.</summary>
    public static S3Exception MalformedXml => new(400, "MalformedXML", "The XML you provided was not well-formed or did not validate against our published schema");

    /// <summary>The range lies behind the object's end.</summary>
    public static S3Exception InvalidRange => new(416, "InvalidRange", "The requested range is not satisfiable");

    /// <summary>A part of the upload is missing or has another ETag.</summary>
    public static S3Exception InvalidPart => new(400, "InvalidPart", "One or more of the specified parts could not be found. The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.");

    /// <summary>The parts are not listed in ascending order.</summary>
    public static S3Exception InvalidPartOrder => new(400, "InvalidPartOrder", "The list of parts was not in ascending order. Parts must be ordered by part number.");

    /// <summary>A part other than the last is under 5 MiB.</summary>
    public static S3Exception EntityTooSmall => new(400, "EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size");

    /// <summary>A checksum of the body is wrong.</summary>
    public static S3Exception BadDigest(string algorithm) => new(400, "BadDigest", $"The {algorithm} you specified did not match the calculated checksum.");

    /// <summary>An argument has a value S3 does not take.</summary>
    public static S3Exception InvalidArgument(string message) => new(400, "InvalidArgument", message);

    /// <summary>A request that the local cloud does not serve.</summary>
    public static S3Exception NotImplemented(string what) => new(501, "NotImplemented", $"{what} is not emulated by the local cloud.");
}
