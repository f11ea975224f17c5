namespace Serverless.RuntimeApi;

/// <summary>What the Runtime API made of a posted response or error.</summary>
internal enum Acceptance
{
    Accepted,

    /// <summary>413: the response is larger than Lambda takes.</summary>
    TooLarge,

    /// <summary>Refused or lost; it has been logged, and the next event can be asked for.</summary>
    Refused,
}
