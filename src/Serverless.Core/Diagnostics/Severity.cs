namespace Serverless.Diagnostics;

/// <summary>How much a complaint matters.</summary>
public enum Severity
{
    /// <summary>Worth knowing; changes nothing.</summary>
    Information,

    /// <summary>Probably a mistake; the job goes on. Hosts let users silence it by code.</summary>
    Warning,

    /// <summary>The job cannot succeed.</summary>
    Error,
}
