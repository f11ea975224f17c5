namespace Serverless.Conformance;

/// <summary>Finds the packs, which lie beside the repository where they are there at all.</summary>
public static class ConformanceFolder
{
    /// <summary>The folder <c>shared/conformance/NAME</c> beside the repository or above; null when there is none.</summary>
    public static string? Find(string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "shared", "conformance", name);
            if (File.Exists(Path.Combine(candidate, "manifest.json")))
            {
                return candidate;
            }
        }

        return null;
    }
}
