using System.Collections;
using Microsoft.Build.Framework;
using Serverless.Tasks.Results;

namespace Serverless.Tasks;

/// <summary>A task about records of what was read for a result, which is right as long as all of it is the same.</summary>
public abstract class RecordTask : ServerlessTask
{
    private static readonly string[] OfOneBuild = ["MSBuildRestoreSessionId", "MSBuildIsRestoring", "NuGetInteractive", "ServerlessRestoreNow"];

    /// <summary>The properties that all projects get, as the MSBuild task reads them.</summary>
    public string Properties { get; set; } = "";

    /// <summary>The names of the command line's properties that projects do not get.</summary>
    public string RemoveProperties { get; set; } = "";

    /// <summary>Versions and the like of what builds.</summary>
    public string Versions { get; set; } = "";

    private protected string CurrentCircumstances() =>
        Circumstances.Describe(GlobalProperties().Append(new("", Properties)), $"{Versions} {InputStamps.OfFile(GetType().Assembly.Location)}", Environment.GetEnvironmentVariables());

    private protected string? HindranceInCircumstances() =>
        Circumstances.HindranceIn(GlobalProperties().Select(property => property.Value).Concat(Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(variable => variable.Value as string ?? "")));

    private protected IEnumerable<KeyValuePair<string, string>> GlobalProperties()
    {
        var removed = RemoveProperties.Split(';').Concat(Properties.Split(';').Select(property => property.Split('=')[0])).Concat(OfOneBuild).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return (BuildEngine as IBuildEngine6)?.GetGlobalProperties().Where(property => !removed.Contains(property.Key)) ?? [];
    }

    // The command line may name a file, of rules or of a key.
    private protected IEnumerable<string> FilesOfProperties(string folder) =>
        GlobalProperties().Select(property => property.Value).Where(value => value.Length > 0 && !value.Contains('\0', StringComparison.Ordinal)).Select(value => Path.GetFullPath(value, folder)).Where(File.Exists);
}
