namespace Serverless.Diagnostics;

/// <summary>The word for a severity that people and programs read.</summary>
public static class SeverityName
{
    /// <summary><c>error</c>, <c>warning</c> or <c>info</c>.</summary>
    public static string Of(Severity severity) => severity switch
    {
        Severity.Error => "error",
        Severity.Warning => "warning",
        _ => "info",
    };
}
