using Serverless.Diagnostics;

namespace Serverless.Tool.Building;

/// <summary>Something that happened in a build.</summary>
/// <param name="At">When, since the build began.</param>
internal abstract record BuildEvent(TimeSpan At);

/// <summary>A project is asked for targets.</summary>
/// <param name="At">When.</param>
/// <param name="Context">Number of the request, unique in the build.</param>
/// <param name="Step">What the request is good for; null for one that only asks a question.</param>
internal sealed record ProjectOpened(TimeSpan At, int Context, StepKey? Step) : BuildEvent(At);

/// <summary>The answer is there.</summary>
internal sealed record ProjectClosed(TimeSpan At, int Context, bool Succeeded) : BuildEvent(At);

/// <summary>A target begins.</summary>
internal sealed record TargetEntered(TimeSpan At, int Context, string Target) : BuildEvent(At);

/// <summary>A task begins.</summary>
internal sealed record TaskEntered(TimeSpan At, int Context, string Task) : BuildEvent(At);

/// <summary>An error or a warning.</summary>
internal sealed record Complained(TimeSpan At, Diagnostic Diagnostic) : BuildEvent(At);

/// <summary>A line for the user: what was packed, or a message that was asked for.</summary>
internal sealed record Said(TimeSpan At, string Text) : BuildEvent(At);
