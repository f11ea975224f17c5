using Serverless.Diagnostics;

namespace Serverless.Local.Http;

/// <summary>What an <see cref="HttpApiHost"/> needs to know.</summary>
public sealed record HttpApiHostOptions
{
    /// <summary>Absolute path of the folder that remembers which API has which port. Created when missing.</summary>
    public required string StateFolder { get; init; }

    /// <summary>
    /// The port to try first for a new API, then the ones after it; 0 takes any free one. A number below the system's range for
    /// outgoing connections (32768 on Linux) keeps URLs from being taken by chance while the local cloud is down.
    /// </summary>
    public int FirstPort { get; init; }

    /// <summary>The account that events name.</summary>
    public string AccountId { get; init; } = "000000000000";

    /// <summary>The clock of event times and integration timeouts.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Told when an API had to move to another port; null when nobody listens.</summary>
    public Action<Diagnostic>? OnDiagnostic { get; init; }
}
