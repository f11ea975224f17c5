using System.Text;
using Microsoft.Build.Framework;
using Serverless.Artifacts;
using Serverless.Tasks.Results;

namespace Serverless.Tasks;

/// <summary>
/// Records what a restore has read and written, so that <see cref="TakeRecordedRestore"/> can tell whether the next one would do anything. Where that
/// cannot be known there is no record, but a note that says why.
/// </summary>
[MSBuildMultiThreadableTask]
public sealed class RecordRestore : RecordTask
{
    // Longer than it takes from reading the project file to the clock.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(10);

    // Less than it takes a new process to come to its first project file; and more than the steps of the clock that says when it began.
    private static readonly TimeSpan StartUp = TimeSpan.FromMilliseconds(50);

    /// <summary>Absolute path of the project that was restored, together with those that it refers to.</summary>
    [Required]
    public string ProjectPath { get; set; } = "";

    /// <summary>Absolute path of the record.</summary>
    [Required]
    public string RecordPath { get; set; } = "";

    /// <summary>The time at which the project was evaluated, in ticks of UTC.</summary>
    [Required]
    public string EvaluatedAt { get; set; } = "";

    /// <summary>Absolute paths of further files that its evaluation has read.</summary>
    public ITaskItem[] Files { get; set; } = [];

    /// <summary>Absolute paths of folders in which restore may have left what it wrote, besides the <c>obj</c> of each project.</summary>
    public ITaskItem[] RestoreFolders { get; set; } = [];

    /// <summary>Absolute path of the folder for restores of another kind.</summary>
    public string OtherRestores { get; set; } = "";

    /// <summary>When the process started, which began with reading the project file. Tests put another time here.</summary>
    internal DateTime Started { get; init; } = System.Diagnostics.Process.GetCurrentProcess().StartTime.ToUniversalTime();

    // Until a project file changes, nobody needs to try again.
    private string NotePath => $"{RecordPath}.none";

    /// <inheritdoc/>
    protected override System.Threading.Tasks.Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            Record();
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException)
        {
            Log.LogMessage(MessageImportance.Low, "{0} is restored each time: {1}", ProjectPath, broken.Message);
        }

        return System.Threading.Tasks.Task.CompletedTask;
    }

    private void Record()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(RecordPath)!);
        File.Delete(NotePath);
        if (FindRecord(out var hindrance, out var isChanging) is { } record)
        {
            record.Write(RecordPath);
            return;
        }

        File.Delete(RecordPath);
        Log.LogMessage(MessageImportance.Low, "{0} is restored each time: {1}.", ProjectPath, hindrance);
        if (!isChanging)
        {
            WholeFile.WriteIfDifferent(NotePath, Encoding.UTF8.GetBytes($"{hindrance}\n"));
        }
    }

    private TargetRecord? FindRecord(out string? hindrance, out bool isChanging)
    {
        isChanging = false;
        hindrance = HindranceInCircumstances();
        if (hindrance is not null || Finder().FindForRestore(ProjectPath, out hindrance) is not { } inputs)
        {
            return null;
        }

        List<string> written = [.. inputs.Restored];
        foreach (var assets in inputs.Restored.Where(path => Path.GetFileName(path) == "project.assets.json"))
        {
            if (RestoreOutcome.FindFiles(assets, out hindrance) is not { } files)
            {
                return null;
            }

            written.AddRange(files);
        }

        string[] read = [.. inputs.Files.Except(inputs.Restored), .. Files.Select(file => file.ItemSpec), .. FilesOfProperties(Path.GetDirectoryName(ProjectPath)!)];
        if (TargetRecord.Of(new(inputs.Folders, [.. read.Concat(written).Distinct()]), CurrentCircumstances(), new InputStamps([])) is not { } record)
        {
            hindrance = "a file that is read is a link or a folder";
            return null;
        }

        // After they were described, so that no change is missed.
        var since = FirstRead();
        hindrance = Array.Find(read, path => File.GetLastWriteTimeUtc(path) >= since) is { } changing ? $"{changing} has changed meanwhile" : null;
        isChanging = hindrance is not null;
        return isChanging ? null : record;
    }

    private InputFinder Finder() => new([.. RestoreFolders.Select(folder => folder.ItemSpec)]) { OtherRestores = OtherRestores.Length > 0 ? OtherRestores : null };

    // What is written later may have been read before; a process that serves many builds began long ago.
    private DateTime FirstRead()
    {
        var evaluated = new DateTime(long.Parse(EvaluatedAt, System.Globalization.CultureInfo.InvariantCulture), DateTimeKind.Utc) - Margin;
        var started = Started + StartUp;
        return started > evaluated ? started : evaluated;
    }
}
