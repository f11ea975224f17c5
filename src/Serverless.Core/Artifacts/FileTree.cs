using Serverless.Diagnostics;
using Serverless.Templates;
using Serverless.Text;

namespace Serverless.Artifacts;

/// <summary>What planning needs to know of the disk. Paths are absolute. Tests plan over a list of names.</summary>
public interface IFileTree
{
    /// <summary>How paths compare: ignoring case where the system does.</summary>
    StringComparer PathComparer { get; }

    /// <summary>True for an existing file.</summary>
    bool FileExists(string path);

    /// <summary>True for an existing folder.</summary>
    bool FolderExists(string path);

    /// <summary>Absolute paths of the files directly in a folder, in ordinal order.</summary>
    IEnumerable<string> FilesIn(string folder);

    /// <summary>Absolute paths of the folders directly in a folder, in ordinal order.</summary>
    IEnumerable<string> FoldersIn(string folder);

    /// <summary>The text of a nested template's file, or why it cannot be read.</summary>
    Checked<SourceText> ReadTemplate(string path);
}

/// <summary>The disk itself. A folder that cannot be read has nothing in it.</summary>
public sealed class DiskFiles : IFileTree
{
    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = true };

    private DiskFiles()
    {
    }

    /// <summary>The disk.</summary>
    public static DiskFiles Instance { get; } = new();

    /// <inheritdoc/>
    public StringComparer PathComparer { get; } =
        OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;

    /// <inheritdoc/>
    public bool FileExists(string path) => File.Exists(path);

    /// <inheritdoc/>
    public bool FolderExists(string path) => Directory.Exists(path);

    /// <inheritdoc/>
    public IEnumerable<string> FilesIn(string folder) =>
        FolderExists(folder) ? Directory.EnumerateFiles(folder, "*", Everything).Order(StringComparer.Ordinal) : [];

    /// <inheritdoc/>
    public IEnumerable<string> FoldersIn(string folder) =>
        FolderExists(folder) ? Directory.EnumerateDirectories(folder, "*", Everything).Order(StringComparer.Ordinal) : [];

    /// <inheritdoc/>
    public Checked<SourceText> ReadTemplate(string path) => TemplateFile.Read(path);
}
