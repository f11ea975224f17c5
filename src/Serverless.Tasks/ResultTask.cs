using System.Security.Cryptography;
using System.Text;
using Microsoft.Build.Framework;
using Serverless.Tasks.Results;

namespace Serverless.Tasks;

/// <summary>A task about recorded results: what a target of a project has read, and what it returned.</summary>
public abstract class ResultTask : RecordTask
{
    /// <summary>Project files with <c>AdditionalProperties</c>, as <see cref="PlanPublishes"/> gives them; <c>Image</c> marks those whose result is more than files.</summary>
    public ITaskItem[] Projects { get; set; } = [];

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

    private string PathOf(ITaskItem project, string extension) =>
        Path.Combine(RecordsPath, $"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{project.ItemSpec}\0{project.GetMetadata("AdditionalProperties")}")))[..24]}{extension}");
}
