namespace Serverless.Local.Functions;

/// <summary>What all environments of a host share.</summary>
internal sealed record EnvironmentServices(string HostId, FunctionHostOptions Options, CodeCache Code, LogStore Logs, Func<RuntimeStart, IRuntimeProcess> Launch)
{
    /// <summary>The folder that functions see as their owner's home: empty, so that they find nobody's credentials there.</summary>
    public string HomeFolder => Path.Combine(Options.CodeFolder, ".home");
}
