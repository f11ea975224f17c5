using System.Collections.Immutable;

namespace Serverless.Artifacts;

/// <summary>How a function's project is compiled when its template, not its project, decides: <c>Metadata.CompileMode</c> of a function.</summary>
/// <param name="Name">The mode's name.</param>
/// <param name="IsSelfContained">True when the output brings its own .NET.</param>
/// <param name="IsNative">True when the output is a native program.</param>
public sealed record CompileMode(string Name, bool IsSelfContained, bool IsNative)
{
    /// <summary>Portable assemblies, compiled when they run.</summary>
    public static CompileMode IL { get; } = new("IL", IsSelfContained: false, IsNative: false);

    /// <summary>Assemblies with native code for the runtime identifier. What a project gets that says nothing.</summary>
    public static CompileMode ReadyToRun { get; } = new("ReadyToRun", IsSelfContained: false, IsNative: false);

    /// <summary>ReadyToRun, with .NET itself beside it: for custom runtimes.</summary>
    public static CompileMode SelfContained { get; } = new("SelfContained", IsSelfContained: true, IsNative: false);

    /// <summary>SelfContained without the code that nothing calls.</summary>
    public static CompileMode Trimmed { get; } = new("Trimmed", IsSelfContained: true, IsNative: false);

    /// <summary>A native program.</summary>
    public static CompileMode NativeAot { get; } = new("NativeAot", IsSelfContained: true, IsNative: true);

    /// <summary>All of them.</summary>
    public static ImmutableArray<CompileMode> All { get; } = [IL, ReadyToRun, SelfContained, Trimmed, NativeAot];

    /// <summary>A mode by its name, or null.</summary>
    public static CompileMode? Find(string name) => All.FirstOrDefault(mode => string.Equals(mode.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>What a project's facts become under the mode.</summary>
    public ProjectFacts ApplyTo(ProjectFacts facts) => facts with { SelfContained = IsSelfContained, PublishAot = IsNative };

    /// <inheritdoc/>
    public override string ToString() => Name;
}
