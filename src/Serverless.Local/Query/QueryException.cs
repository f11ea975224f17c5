namespace Serverless.Local.Query;

/// <summary>A refusal of a Query service.</summary>
internal sealed class QueryException(string code, string message, int status = 400) : Exception(message)
{
    /// <summary>The service's error code.</summary>
    public string Code { get; } = code;

    /// <summary>The HTTP status.</summary>
    public int Status { get; } = status;

    /// <summary>A request that breaks a rule.</summary>
    public static QueryException Validation(string message) => new("ValidationError", message);

    /// <summary>An operation that the local cloud does not have.</summary>
    public static QueryException UnknownAction(string action, string version) =>
        new("InvalidAction", $"The action {action} of version {version} is not emulated by the local cloud.");
}
