using Serverless.Artifacts.Images;

namespace Serverless.Artifacts;

/// <summary>Gives artifacts readable ids that depend on nothing but the template and the projects' names, so that every clone has the same.</summary>
internal sealed class ArtifactNames
{
    private readonly HashSet<string> _taken = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>An id for the next artifact.</summary>
    /// <param name="source">What it is made from.</param>
    /// <param name="firstFill">The first property that points at it.</param>
    /// <param name="isOwn">True when it belongs to one function although it is made from a project that others may share.</param>
    public string Next(ArtifactSource source, PropertyPlace firstFill, bool isOwn)
    {
        var name = Clean(source switch
        {
            ProjectSource { Publish: var publish } when isOwn => $"{firstFill.Resource}-{publish.RuntimeIdentifier}",
            ProjectSource { Publish: var publish } => string.Join('-', PartsOf(publish)),
            ImageProjectSource { Publish: var publish } when isOwn => $"{firstFill.Resource}-{publish.RuntimeIdentifier}-image",
            ImageProjectSource { Publish: var publish } => string.Join('-', PartsOf(publish).Append("image")),
            FileSource file => Path.GetFileNameWithoutExtension(file.Path),
            ContentSource content when firstFill.Resource.Value.Length == 0 => Path.GetFileNameWithoutExtension(content.Path),
            _ => firstFill.Resource.Value,
        });
        var id = name;
        for (var i = 2; !_taken.Add(id); i++)
        {
            id = $"{name}-{i}";
        }

        return id;
    }

    /// <summary>The name with hyphens for everything that is no letter, digit, dot, hyphen or underscore; never empty.</summary>
    public static string Clean(string name)
    {
        var clean = string.Concat(name.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_' ? letter : '-')).Trim('.');
        return clean.Length == 0 ? "artifact" : clean;
    }

    private static IEnumerable<string> PartsOf(RequiredPublish publish) =>
        ((string?[])[Path.GetFileNameWithoutExtension(publish.ProjectPath), publish.RuntimeIdentifier, publish.TargetFramework, publish.CompileMode?.Name.ToLowerInvariant()]).OfType<string>();
}
