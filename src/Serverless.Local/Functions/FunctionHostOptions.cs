using System.Collections;
using Serverless.Diagnostics;

namespace Serverless.Local.Functions;

/// <summary>What a <see cref="FunctionHost"/> needs to know about the machine and its owner.</summary>
public sealed record FunctionHostOptions
{
    /// <summary>Absolute path of the folder that code archives are extracted into, one folder for each content hash. Created when missing.</summary>
    public required string CodeFolder { get; init; }

    /// <summary>Absolute path of the folder for logs: one folder per log group, one file per log stream. Null keeps no logs.</summary>
    public string? LogFolder { get; init; }

    /// <summary>Absolute path of the <c>dotnet</c> command for managed functions; null when there is none.</summary>
    public string? DotnetPath { get; init; } = DotnetCommand.Find();

    /// <summary>
    /// Asked at every process start for the address of the local cloud, which becomes <c>AWS_ENDPOINT_URL</c>; null when there is
    /// none (then an AWS SDK inside the function would call the real AWS with keys that it refuses).
    /// </summary>
    public Func<Uri?> AwsEndpoint { get; init; } = () => null;

    /// <summary>How many environments one version of a function may have at once; further invocations wait.</summary>
    public int MaxEnvironments { get; init; } = 10;

    /// <summary>How many invocations of one version may wait; further ones are throttled.</summary>
    public int MaxWaiting { get; init; } = 1000;

    /// <summary>How long an environment may idle before it is stopped; the last one of a version stays.</summary>
    public TimeSpan IdleTime { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a process may take until it asks for its first event; Lambda's limit is ten seconds.</summary>
    public TimeSpan InitLimit { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The clock of deadlines and idle times.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Told every line that functions and the host write, from any thread; null when nobody listens. It must be quick and must not throw.</summary>
    public Action<FunctionLogLine>? OnLine { get; init; }

    /// <summary>Told what went wrong beside the invocations, such as a log that cannot be written; null when nobody listens.</summary>
    public Action<Diagnostic>? OnDiagnostic { get; init; }

    /// <summary>
    /// The environment variables of the machine's owner, of which functions get those of
    /// <see cref="FunctionVariables.Inherited"/> and no others.
    /// </summary>
    public IReadOnlyDictionary<string, string> MachineVariables { get; init; } = Current();

    private static Dictionary<string, string> Current() =>
        Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? "");
}

/// <summary>A line for people who watch.</summary>
/// <param name="FunctionName">The function that it is about.</param>
/// <param name="Text">The line without its end.</param>
/// <param name="Source">Who wrote it.</param>
public readonly record struct FunctionLogLine(string FunctionName, string Text, FunctionLogSource Source);

/// <summary>Who wrote a line.</summary>
public enum FunctionLogSource
{
    /// <summary>The function, on its standard output or standard error.</summary>
    Function,

    /// <summary>The host: Lambda's own <c>START</c>, <c>END</c> and <c>REPORT</c> lines.</summary>
    Platform,
}
