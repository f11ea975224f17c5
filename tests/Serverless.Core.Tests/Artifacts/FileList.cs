using Serverless.Diagnostics;
using Serverless.Templates;
using Serverless.Text;

namespace Serverless.Artifacts;

/// <summary>A disk that is a list of absolute paths.</summary>
internal sealed class FileList(params IEnumerable<string> paths) : IFileTree
{
    private readonly SortedSet<string> _paths = new(paths, StringComparer.Ordinal);

    /// <summary>The texts of those that are nested templates.</summary>
    public IReadOnlyDictionary<string, string> Templates { get; init; } = new Dictionary<string, string>();

    public StringComparer PathComparer => StringComparer.Ordinal;

    public bool FileExists(string path) => _paths.Contains(path);

    public bool FolderExists(string path) => _paths.Any(file => file.StartsWith(path + "/", StringComparison.Ordinal));

    public IEnumerable<string> FilesIn(string folder) => _paths.Where(file => Path.GetDirectoryName(file) == folder);

    public IEnumerable<string> FoldersIn(string folder) =>
        _paths.Where(file => file.StartsWith(folder + "/", StringComparison.Ordinal))
            .Select(file => file[(folder.Length + 1)..].Split('/'))
            .Where(parts => parts.Length > 1)
            .Select(parts => $"{folder}/{parts[0]}")
            .Distinct(StringComparer.Ordinal);

    public Checked<SourceText> ReadTemplate(string path) => Templates.TryGetValue(path, out var text)
        ? Checked.Good(new SourceText(path, text))
        : Checked.Bad<SourceText>(TemplateFile.Unreadable.At(SourceSpan.File(path), "The template cannot be read: it is on fire"));
}
