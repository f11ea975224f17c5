namespace Microsoft.Build.Framework;

/// <summary>
/// Tells MSBuild (<c>-mt</c>, from 18.9) that a task can share a process with others that run at the same time. MSBuild goes by the name,
/// so that tasks compiled against an older version can have it
/// (https://github.com/dotnet/msbuild/blob/main/documentation/specs/multithreading/thread-safe-tasks.md).
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class MSBuildMultiThreadableTaskAttribute : Attribute;
