namespace Serverless.Stacks;

/// <summary>Why a request to CloudFormation failed.</summary>
public enum StackFailure
{
    /// <summary>CloudFormation refuses what was asked: the template, a parameter, the state of the stack.</summary>
    Refused,

    /// <summary>The thing asked for does not exist.</summary>
    NotFound,

    /// <summary>The caller lacks a right.</summary>
    AccessDenied,

    /// <summary>The template does something that was not allowed explicitly.</summary>
    InsufficientCapabilities,

    /// <summary>Too many requests, even after repeating.</summary>
    Throttled,

    /// <summary>No answer, or none that makes sense: network, proxy, or the service is down.</summary>
    Unavailable,
}

/// <summary>A request to CloudFormation failed.</summary>
/// <param name="failure">Why.</param>
/// <param name="code">The service's code; null when it gave none.</param>
/// <param name="message">The service's text.</param>
/// <param name="inner">What was underneath.</param>
public sealed class StackClientException(StackFailure failure, string? code, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Why.</summary>
    public StackFailure Failure { get; } = failure;

    /// <summary>The service's code, such as <c>ValidationError</c>; null when it gave none.</summary>
    public string? Code { get; } = code;

    /// <summary>The service's request id, for a support case; null when there was none.</summary>
    public string? RequestId { get; init; }

    /// <summary>True when asking again later may succeed.</summary>
    public bool IsTransient => Failure is StackFailure.Throttled or StackFailure.Unavailable;
}
