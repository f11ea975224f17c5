using System.Collections;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Build.Framework;
using Serverless.Tasks.Results;

namespace Serverless.Tasks;

/// <summary>A task about recorded results: what a target of a project has read, and what it returned.</summary>
public abstract class ResultTask : ServerlessTask
{
    private static readonly string[] OfOneBuild = ["MSBuildRestoreSessionId", "MSBuildIsRestoring", "NuGetInteractive"];

    /// <summary>Project files with <c>AdditionalProperties</c>, as <see cref="PlanPublishes"/> gives them; <c>Image</c> marks those whose result is more than files.</summary>
    public ITaskItem[] Projects { get; set; } = [];

    /// <summary>The properties that all projects get, as the MSBuild task reads them.</summary>
    public string Properties { get; set; } = "";

    /// <summary>The names of the command line's properties that projects do not get.</summary>
    public string RemoveProperties { get; set; } = "";

    /// <summary>Versions and the like of what builds.</summary>
    public string Versions { get; set; } = "";

    /// <summary>Absolute paths of folders that builds write to.</summary>
    public ITaskItem[] Ignored { get; set; } = [];

    /// <summary>Absolute path of the folder for records.</summary>
    [Required]
    public string RecordsPath { get; set; } = "";

    private protected InputStamps NewStamps() => new(Ignored.Select(folder => folder.ItemSpec));

    // An image needs more than the files of a publish; what has a semicolon in its path is published with a warning that must not be lost.
    private protected static bool IsRecorded(ITaskItem project) => !project.ItemSpec.Contains(';', StringComparison.Ordinal) && !string.Equals(project.GetMetadata("Image"), "true", StringComparison.OrdinalIgnoreCase);

    private protected string RecordOf(ITaskItem project) => PathOf(project, ".result");

    private protected string BegunRecordOf(ITaskItem project) => PathOf(project, ".begun");

    private protected string CurrentCircumstances() =>
        Circumstances.Digest(GlobalProperties(), [$"properties {Properties}", $"versions {Versions}", $"tasks {InputStamps.OfFile(GetType().Assembly.Location)}"], Environment.GetEnvironmentVariables());

    private protected string? HindranceInCircumstances() =>
        Circumstances.HindranceIn(GlobalProperties().Select(property => property.Value).Concat(Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(variable => variable.Value as string ?? "")));

    private protected IEnumerable<KeyValuePair<string, string>> GlobalProperties()
    {
        var removed = RemoveProperties.Split(';').Concat(Properties.Split(';').Select(property => property.Split('=')[0])).Concat(OfOneBuild).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return (BuildEngine as IBuildEngine6)?.GetGlobalProperties().Where(property => !removed.Contains(property.Key)) ?? [];
    }

    private string PathOf(ITaskItem project, string extension) =>
        Path.Combine(RecordsPath, $"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{project.ItemSpec}\0{project.GetMetadata("AdditionalProperties")}")))[..24]}{extension}");
}
