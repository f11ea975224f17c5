using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace Serverless.Tasks.Results;

/// <summary>The items that a target returns.</summary>
internal static class ResultItem
{
    /// <summary>What is recorded of one; null when there is no such file, or one that cannot be watched.</summary>
    public static RecordedItem? ToRecord(ITaskItem item)
    {
        if (InputStamps.OfFile(item.ItemSpec) is not { } stamp || stamp == InputStamps.Absent)
        {
            return null;
        }

        // MSBuild's own are about the call.
        var names = item.CloneCustomMetadata().Keys.Cast<string>().Where(name => !name.StartsWith("MSBuildSource", StringComparison.OrdinalIgnoreCase) && name is not "OriginalItemSpec").Order(StringComparer.Ordinal);
        return new(item.ItemSpec, stamp, [.. names.SelectMany(name => (string[])[name, item.GetMetadata(name)])]);
    }

    /// <summary>The item that was recorded.</summary>
    public static ITaskItem Of(RecordedItem recorded)
    {
        var item = new TaskItem(EscapedText.Of(recorded.Path));
        for (var at = 0; at < recorded.Metadata.Length; at += 2)
        {
            item.SetMetadata(recorded.Metadata[at], EscapedText.Of(recorded.Metadata[at + 1]));
        }

        return item;
    }

    /// <summary>True for an item that was returned by a project with certain properties.</summary>
    /// <param name="item">The item: a project, or a file with its <c>ProjectPath</c>.</param>
    /// <param name="project">The project file with <c>AdditionalProperties</c>.</param>
    public static bool IsOf(ITaskItem item, ITaskItem project)
    {
        var properties = PropertiesOf(project);
        return (item.GetMetadata("ProjectPath") is { Length: > 0 } path ? path : item.ItemSpec) == project.ItemSpec
            && item.GetMetadata("RuntimeIdentifier") == properties.GetValueOrDefault("RuntimeIdentifier", "")
            && item.GetMetadata("CompileMode") == properties.GetValueOrDefault("ServerlessCompileMode", "")
            && (!properties.TryGetValue("TargetFramework", out var framework) || framework == item.GetMetadata("TargetFramework"));
    }

    /// <summary>The properties that a project gets besides those of all.</summary>
    public static Dictionary<string, string> PropertiesOf(ITaskItem project) =>
        project.GetMetadata("AdditionalProperties").Split(';').Select(property => property.Split('=', 2)).Where(pair => pair.Length == 2).ToDictionary(pair => pair[0], pair => pair[1]);
}
