using System.Net;
using Amazon.Runtime;
using Serverless.Diagnostics;

namespace Serverless.Aws;

/// <summary>Tells apart what requests to AWS fail of, whichever service they were for.</summary>
internal static class AwsErrors
{
    private static readonly HashSet<string> CredentialCodes =
    [
        "ExpiredToken", "ExpiredTokenException", "RequestExpired", "TokenRefreshRequired", "InvalidToken", "InvalidClientTokenId", "UnrecognizedClientException",
        "InvalidAccessKeyId", "SignatureDoesNotMatch", "IncompleteSignature", "InvalidSignatureException", "AuthFailure", "MissingAuthenticationToken",
        "MissingAuthenticationTokenException", "NotSignedUp", "OptInRequired",
    ];

    private static readonly HashSet<string> ThrottleCodes =
    [
        "Throttling", "ThrottlingException", "ThrottledException", "RequestThrottled", "RequestThrottledException", "RequestLimitExceeded",
        "TooManyRequestsException", "BandwidthLimitExceeded", "SlowDown", "PriorRequestNotComplete", "LimitExceededException.Throttling",
    ];

    private static readonly HashSet<string> DeniedCodes = ["AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "AuthorizationError", "Forbidden"];

    /// <summary>A failure that is about the caller's credentials, or null.</summary>
    public static Diagnostic? Credentials(Exception exception, string? profile)
    {
        if (exception is AmazonServiceException { ErrorCode: { Length: > 0 } code } service && CredentialCodes.Contains(code))
        {
            return AwsDiagnostics.BadCredentials(profile, code, service.Message);
        }

        // The providers of credentials report in many ways and share only the base class, which no answer of a service has.
        return exception is AmazonClientException or not AmazonServiceException && !IsSilence(exception) && Mentions(exception, "credential", "SSO", "token", "profile")
            ? AwsDiagnostics.NoCredentials(profile, Brief(exception))
            : null;
    }

    public static bool IsThrottle(AmazonServiceException exception) =>
        ThrottleCodes.Contains(exception.ErrorCode ?? "") || exception.StatusCode == HttpStatusCode.TooManyRequests;

    public static bool IsDenied(AmazonServiceException exception) => DeniedCodes.Contains(exception.ErrorCode ?? "");

    /// <summary>True when nobody answered, or something that does not speak the protocol, or a service that is down.</summary>
    public static bool IsSilence(Exception exception) => exception switch
    {
        AmazonServiceException { StatusCode: >= HttpStatusCode.InternalServerError } => true,
        AmazonServiceException { ErrorCode: { Length: > 0 } } => false,
        // S3 answers questions about headers without a body, so that a status is all there is.
        AmazonServiceException => exception is not Amazon.S3.AmazonS3Exception,
        _ => Causes(exception).Any(cause => cause is HttpRequestException or IOException or TimeoutException or WebException or System.Net.Sockets.SocketException or OperationCanceledException),
    };

    /// <summary>What the service said, or the innermost thing that went wrong, in one line.</summary>
    public static string Brief(Exception exception)
    {
        var text = exception is AmazonServiceException && exception.Message.Length > 0 ? exception.Message
            : Causes(exception).Any(cause => cause is OperationCanceledException or TimeoutException) ? "no answer in time"
            : Causes(exception).Last().Message;
        var line = text.ReplaceLineEndings(" ").Trim();
        return line.Length <= 400 ? line : $"{line[..400]}…";
    }

    private static bool Mentions(Exception exception, params string[] words) =>
        Causes(exception).Any(cause => words.Any(word => cause.Message.Contains(word, StringComparison.OrdinalIgnoreCase)));

    private static IEnumerable<Exception> Causes(Exception exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            yield return cause;
        }
    }
}
