namespace Serverless.Tool.Building;

/// <summary>What a step of a build makes.</summary>
internal enum StepKind
{
    /// <summary>Packages, before anything else.</summary>
    Restore,

    /// <summary>Packages of functions that the ordinary restore does not know of.</summary>
    RestoreFunctions,

    /// <summary>A project's assembly.</summary>
    Compile,

    /// <summary>The files of a function.</summary>
    Publish,

    /// <summary>Zips and manifest.</summary>
    Package,
}

/// <summary>Which step.</summary>
/// <param name="Kind">What it makes.</param>
/// <param name="ProjectPath">Of what; empty for a restore, which is about all projects.</param>
/// <param name="TargetFramework">Null where the project has only one.</param>
/// <param name="RuntimeIdentifier">Null for a portable one.</param>
/// <param name="Configuration">Null for the project's own.</param>
internal sealed record StepKey(StepKind Kind, string ProjectPath, string? TargetFramework = null, string? RuntimeIdentifier = null, string? Configuration = null)
{
    /// <summary>The step's name for people.</summary>
    public string Name => string.Join(' ', ((string?[])[Path.GetFileNameWithoutExtension(ProjectPath), TargetFramework, RuntimeIdentifier]).Where(part => !string.IsNullOrEmpty(part)));
}

/// <summary>A step that runs or has run.</summary>
/// <param name="Key">Which.</param>
/// <param name="Started">When it began.</param>
internal sealed record BuildStep(StepKey Key, TimeSpan Started)
{
    /// <summary>What it does now.</summary>
    public string Activity { get; init; } = Activities.First(Key.Kind);

    /// <summary>True when a compiler has run: something is new.</summary>
    public bool Worked { get; init; }

    /// <summary>How long it took, in the end.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>False when it failed.</summary>
    public bool Succeeded { get; init; } = true;

    /// <summary>What became of it, in a word or two.</summary>
    public string Outcome => this switch
    {
        { Succeeded: false, Key.Kind: StepKind.Restore or StepKind.RestoreFunctions } => "restore failed",
        { Succeeded: false } => "failed",
        { Key.Kind: StepKind.Restore } => "restored",
        { Key.Kind: StepKind.RestoreFunctions } => "restored functions",
        { Key.Kind: StepKind.Package } => "packaged",
        { Worked: false } => "unchanged",
        { Key.Kind: StepKind.Publish } => "published",
        _ => "compiled",
    };
}
