using Microsoft.Build.Framework;
using Serverless.Tasks.Results;

namespace Serverless.Tasks;

/// <summary>Writes down what projects are about to be built from, so that <see cref="RecordResults"/> sees whether it changed meanwhile.</summary>
[MSBuildMultiThreadableTask]
public sealed class DescribeInputs : ResultTask
{
    /// <summary>Absolute paths of folders in which restore may have left what it wrote, besides the <c>obj</c> of each project.</summary>
    public ITaskItem[] RestoreFolders { get; set; } = [];

    /// <inheritdoc/>
    protected override System.Threading.Tasks.Task RunAsync(CancellationToken cancellationToken)
    {
        var stamps = NewStamps();
        var circumstances = CurrentCircumstances();
        var finder = new InputFinder([.. RestoreFolders.Select(folder => folder.ItemSpec)]);
        var general = HindranceInCircumstances();
        Directory.CreateDirectory(RecordsPath);
        foreach (var project in Projects.Where(IsRecorded))
        {
            string? hindrance = null;
            var inputs = TargetRecord.Read(RecordOf(project))?.FindInputs(circumstances) ?? finder.Find(project.ItemSpec, out hindrance);
            if (general is null && inputs is not null && TargetRecord.Of(WithGlobalFiles(inputs, project), circumstances, stamps) is { } record)
            {
                record.Write(BegunRecordOf(project));
            }
            else
            {
                File.Delete(BegunRecordOf(project));
                Log.LogMessage(MessageImportance.Low, "{0} is built each time: {1}.", project.ItemSpec, general ?? hindrance ?? "a folder has links or very many files");
            }
        }

        return System.Threading.Tasks.Task.CompletedTask;
    }

    private ProjectInputs WithGlobalFiles(ProjectInputs inputs, ITaskItem project) => inputs with { Files = [.. inputs.Files, .. FilesOfProperties(Path.GetDirectoryName(project.ItemSpec)!)] };
}
