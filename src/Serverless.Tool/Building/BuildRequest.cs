using System.Collections.Immutable;
using Serverless.Compilation;

namespace Serverless.Tool.Building;

/// <summary>How much of a build is shown; the words are MSBuild's.</summary>
public enum BuildVerbosity
{
    /// <summary>Complaints alone.</summary>
    Quiet,

    /// <summary>What is made, and the result.</summary>
    Minimal,

    /// <summary>And the important messages.</summary>
    Normal,

    /// <summary>And ordinary messages and targets.</summary>
    Detailed,

    /// <summary>Everything.</summary>
    Diagnostic,
}

/// <summary>What to build.</summary>
/// <param name="ProjectPath">Absolute path of the project file.</param>
/// <param name="Target">The target: <see cref="Build"/> or <see cref="Package"/>.</param>
internal sealed record BuildRequest(string ProjectPath, string Target)
{
    /// <summary>The target of <c>dotnet build</c>.</summary>
    public const string Build = "Build";

    /// <summary>The target that makes artifacts and the manifest.</summary>
    public const string Package = "Package";

    /// <summary>Global properties, escaped as on MSBuild's command line.</summary>
    public ImmutableDictionary<string, string> Properties { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Values for parameters of the template.</summary>
    public ImmutableArray<GivenParameter> Parameters { get; init; } = [];

    /// <summary>Whether packages are restored first.</summary>
    public bool Restores { get; init; } = true;

    /// <summary>How much is shown.</summary>
    public BuildVerbosity Verbosity { get; init; } = BuildVerbosity.Minimal;

    /// <summary>Absolute path of the binary log to write; null for none.</summary>
    public string? BinaryLogPath { get; init; }

    /// <summary>How the result is written.</summary>
    public OutputFormat Format { get; init; }

    /// <summary>The project's name, as the result calls it.</summary>
    public string ProjectName => Path.GetFileNameWithoutExtension(ProjectPath);
}
