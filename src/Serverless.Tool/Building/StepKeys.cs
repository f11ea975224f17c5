using Microsoft.Build.Framework;

namespace Serverless.Tool.Building;

/// <summary>Tells from a request of MSBuild what it is good for.</summary>
internal static class StepKeys
{
    /// <summary>The step; null for a request that only asks a question.</summary>
    public static StepKey? Of(ProjectStartedEventArgs project) =>
        For(project.ProjectFile ?? "", project.TargetNames ?? "", project.GlobalProperties ?? new Dictionary<string, string>());

    /// <inheritdoc cref="Of(ProjectStartedEventArgs)"/>
    /// <param name="path">The project.</param>
    /// <param name="targets">The targets that are asked for, separated by semicolons; nothing for the project's default.</param>
    /// <param name="properties">The global properties.</param>
    internal static StepKey? For(string path, string targets, IDictionary<string, string> properties)
    {
        if (Text(properties, "MSBuildIsRestoring") is not null)
        {
            // One that finds something changed asks for another, which is the same step.
            var kind = Text(properties, "ServerlessInnerBuild") is null ? StepKind.Restore : StepKind.RestoreFunctions;
            return targets == "Restore" && Text(properties, "ServerlessRestoreNow") is null ? new(kind, "") : null;
        }

        return Kind(targets) is { } made
            ? new(made, path, Text(properties, "TargetFramework"), Text(properties, "RuntimeIdentifier"), Text(properties, "Configuration"))
            : null;
    }

    private static StepKind? Kind(string targets) => targets switch
    {
        "" or BuildRequest.Build or "Rebuild" => StepKind.Compile,
        "_ServerlessListPublishFiles" => StepKind.Publish,
        BuildRequest.Package => StepKind.Package,
        _ => null,
    };

    private static string? Text(IDictionary<string, string> properties, string name) => properties.TryGetValue(name, out var value) && value.Length > 0 ? value : null;
}
