using System.Xml.Linq;

namespace Serverless.Tasks.Results;

/// <summary>What the properties may stand for that a user's own files set.</summary>
internal sealed class OwnProperties
{
    // What project files commonly read of the .NET SDK's own; none of them leads to a file that somebody edits.
    private static readonly HashSet<string> OfTheSdk = new(StringComparer.OrdinalIgnoreCase)
    {
        "AssemblyName", "CI", "Configuration", "ContinuousIntegrationBuild", "DefineConstants", "Features", "GITHUB_ACTIONS", "ImplicitUsings",
        "InterceptorsNamespaces", "IsTestProject", "Language", "MSBuildProjectExtension", "MSBuildProjectName", "MSBuildRuntimeType", "NETCoreSdkRuntimeIdentifier", "NoWarn",
        "Nullable", "OutputType", "Platform", "RootNamespace", "RuntimeIdentifier", "RuntimeIdentifiers", "TF_BUILD", "TargetFramework", "TargetFrameworkIdentifier",
        "TargetFrameworkVersion", "TargetFrameworks", "TargetName", "Version", "VersionPrefix", "VersionSuffix", "WarningsAsErrors", "WarningsNotAsErrors",
    };

    private readonly Dictionary<string, List<string>> _values = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Adds all that a file sets.</summary>
    public void Add(ProjectFile file, string projectFolder)
    {
        foreach (var property in file.Elements("PropertyGroup").Elements())
        {
            Of(property.Name.LocalName).AddRange(ProjectText.Parts(ProjectText.WithFolders(property.Value, file, projectFolder)));
        }
    }

    /// <summary>True for a property that the files themselves set.</summary>
    public bool Has(string name) => _values.ContainsKey(name);

    /// <summary>True for a property that leads to nothing beyond the project's folder, whatever else it says.</summary>
    public bool IsHarmless(string name) => IsHarmless(name, []);

    private bool IsHarmless(string name, HashSet<string> asked)
    {
        if (!_values.TryGetValue(name, out var values))
        {
            return OfTheSdk.Contains(name);
        }

        return !asked.Add(name) || values.All(value => !ProjectText.MayLeadOut(value) && ProjectText.PropertiesIn(value).All(other => IsHarmless(other, asked)));
    }

    private List<string> Of(string name) => _values.TryGetValue(name, out var values) ? values : _values[name] = [];
}
