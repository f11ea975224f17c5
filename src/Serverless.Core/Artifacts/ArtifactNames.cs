namespace Serverless.Artifacts;

/// <summary>Gives artifacts readable ids that depend on nothing but the template and the projects' names, so that every clone has the same.</summary>
internal sealed class ArtifactNames
{
    private readonly HashSet<string> _taken = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>An id for the next artifact.</summary>
    public string Next(ArtifactSource source, PropertyPlace firstFill)
    {
        var name = Clean(source switch
        {
            ProjectSource { Publish: var publish } => $"{Path.GetFileNameWithoutExtension(publish.ProjectPath)}-{publish.RuntimeIdentifier}",
            FileSource file => Path.GetFileNameWithoutExtension(file.Path),
            _ => firstFill.Resource.Value,
        });
        var id = name;
        for (var i = 2; !_taken.Add(id); i++)
        {
            id = $"{name}-{i}";
        }

        return id;
    }

    private static string Clean(string name)
    {
        var clean = string.Concat(name.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_' ? letter : '-')).Trim('.');
        return clean.Length == 0 ? "artifact" : clean;
    }
}
