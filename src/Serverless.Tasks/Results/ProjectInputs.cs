namespace Serverless.Tasks.Results;

/// <summary>Everything of the user's that is read when a project is built or restored.</summary>
/// <param name="Folders">Absolute paths of the projects' folders, of which each file counts.</param>
/// <param name="Files">Absolute paths of files elsewhere, also of those that would be read if they were there.</param>
internal sealed record ProjectInputs(IReadOnlyList<string> Folders, IReadOnlyList<string> Files)
{
    /// <summary>Those of the files that restore wrote.</summary>
    public IReadOnlyList<string> Restored { get; init; } = [];
}
