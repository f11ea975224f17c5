namespace Serverless.Local.Functions;

/// <summary>An invocation that has ended, to be reported in the log.</summary>
/// <param name="Invocation">The invocation.</param>
/// <param name="Duration">From hand-out to answer.</param>
/// <param name="Init">The environment's start, for its first invocation.</param>
internal readonly record struct EndedInvocation(Invocation Invocation, TimeSpan Duration, TimeSpan? Init);
