using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Serverless.Diagnostics;
using Serverless.Text;

namespace Serverless.Artifacts;

/// <summary>
/// A function that is a single C# file. MSBuild builds projects only, so such a file gets one, made from the directives at its head
/// (<c>#:sdk</c>, <c>#:package</c>, <c>#:property</c>, <c>#:project</c>;
/// https://learn.microsoft.com/dotnet/core/sdk/file-based-apps). Unlike <c>dotnet publish</c> of the file, it is not compiled to a
/// native program unless it asks for that.
/// </summary>
public static class FunctionFile
{
    private static readonly string[] Directives = ["#:sdk", "#:package", "#:property", "#:project"];

    /// <summary>True for the path of a C# file.</summary>
    public static bool Is(string path) => string.Equals(Path.GetExtension(path), ".cs", StringComparison.OrdinalIgnoreCase);

    /// <summary>Writes the projects of single files among the publishes, those that changed.</summary>
    /// <param name="publishes">The publishes.</param>
    /// <param name="appFolder">Absolute path of the app project's folder; the projects' folders are named after the files' places below it.</param>
    /// <param name="folder">Absolute path of the folder to write to.</param>
    /// <param name="cancellationToken">Stops writing.</param>
    /// <returns>
    /// The publishes with projects in the place of files. Directives that are not understood are complained of, as are files that cannot be read
    /// or written.
    /// </returns>
    public static async Task<Checked<IReadOnlyList<RequiredPublish>>> WriteProjectsAsync(
        IEnumerable<RequiredPublish> publishes, string appFolder, string folder, CancellationToken cancellationToken)
    {
        var result = new List<RequiredPublish>();
        var diagnostics = new List<Diagnostic>();
        foreach (var publish in publishes)
        {
            result.Add(Is(publish.ProjectPath) ? publish with { ProjectPath = await WriteAsync(publish.ProjectPath) } : publish);
        }

        return Checked.From<IReadOnlyList<RequiredPublish>>(result, diagnostics.Distinct());

        async Task<string> WriteAsync(string path)
        {
            var target = Path.Combine(folder, FolderOf(Path.GetRelativePath(appFolder, path)), $"{Path.GetFileNameWithoutExtension(path)}.csproj");
            if (await TryReadAsync(path) is { } text)
            {
                var project = ToProject(new SourceText(path, text));
                diagnostics.AddRange(project.Diagnostics);
                TryWrite(target, project.Value?.ToString() ?? "");
            }

            return target;
        }

        async Task<string?> TryReadAsync(string path)
        {
            try
            {
                return await File.ReadAllTextAsync(path, cancellationToken);
            }
            catch (Exception broken) when (broken is IOException or UnauthorizedAccessException)
            {
                diagnostics.Add(ZipList.CannotRead(path, broken.Message.TrimEnd('.')));
                return null;
            }
        }

        void TryWrite(string target, string text)
        {
            try
            {
                WholeFile.WriteIfDifferent(target, Encoding.UTF8.GetBytes(text));
            }
            catch (Exception broken) when (broken is IOException or UnauthorizedAccessException)
            {
                diagnostics.Add(PackageDiagnostics.CannotWrite.At(SourceSpan.File(target), $"The project of a function in a single file cannot be written: {broken.Message.TrimEnd('.')}."));
            }
        }
    }

    /// <summary>The project of one file.</summary>
    public static Checked<XElement> ToProject(SourceText source)
    {
        var diagnostics = new List<Diagnostic>();
        var folder = Path.GetDirectoryName(source.Path)!;
        var (sdks, properties, items) = (new List<XElement>(), new List<XElement>(), new List<XElement>());
        foreach (var (directive, argument, span) in DirectivesOf(source))
        {
            var (name, value) = Split(argument, directive == "#:property" ? '=' : '@');
            switch (directive)
            {
                case var _ when name.Length == 0:
                    diagnostics.Add(ProjectDiagnostics.FileDirective.At(span, $"'{directive}' names nothing.", "Give it a name, as in '#:package Newtonsoft.Json@13.0.3'."));
                    break;
                case "#:sdk":
                    sdks.Add(new("Sdk", new XAttribute("Name", name), value is null ? null : new XAttribute("Version", value)));
                    break;
                case "#:package":
                    items.Add(new("PackageReference", new XAttribute("Include", name), value is null ? null : new XAttribute("Version", value)));
                    break;
                case "#:property" when value is not null && IsPropertyName(name):
                    properties.Add(new(name, value));
                    break;
                case "#:project":
                    items.Add(new("ProjectReference", new XAttribute("Include", Path.GetFullPath(argument.Replace('\\', '/'), folder))));
                    break;
                default:
                    diagnostics.Add(ProjectDiagnostics.FileDirective.At(span, $"'{directive} {argument}' is not a directive that functions in a single file can have.", $"There are {string.Join(", ", Directives)}."));
                    break;
            }
        }

        return Checked.From(Project(source.Path, sdks, properties, items), diagnostics);
    }

    // The first SDK is the project's own; what the file says stands behind the defaults and so wins.
    private static XElement Project(string path, List<XElement> sdks, List<XElement> properties, List<XElement> items)
    {
        var own = sdks.Count == 0 ? "Microsoft.NET.Sdk" : string.Join('/', sdks[0].Attributes().Select(attribute => attribute.Value));
        return new(
            "Project",
            new XAttribute("Sdk", own),
            sdks.Skip(1),
            new XElement(
                "PropertyGroup",
                new XElement("OutputType", "Exe"),
                new XElement("TargetFramework", "net$(BundledNETCoreAppTargetFrameworkVersion)"),
                new XElement("ImplicitUsings", "enable"),
                new XElement("Nullable", "enable"),
                new XElement("EnableDefaultItems", "false"),
                new XElement("ServerlessSourceFile", Escape(path)),
                properties,
                // Without it the compiler refuses the directives.
                new XElement("Features", "$(Features);FileBasedProgram")),
            new XElement("ItemGroup", new XElement("Compile", new XAttribute("Include", Escape(path))), items));
    }

    // Directives stand at the head of the file, among comments and empty lines.
    private static IEnumerable<(string Directive, string Argument, SourceSpan Span)> DirectivesOf(SourceText source)
    {
        var at = 0;
        foreach (var line in source.Text.Split('\n'))
        {
            var text = line.Trim();
            if (text.StartsWith("#:", StringComparison.Ordinal))
            {
                var parts = text.Split((char[]?)null, 2, StringSplitOptions.TrimEntries);
                yield return (parts[0], parts.ElementAtOrDefault(1) ?? "", new(source.Path, source.PositionAt(at), source.PositionAt(at + line.TrimEnd().Length)));
            }
            else if (text.Length > 0 && !text.StartsWith("//", StringComparison.Ordinal) && !text.StartsWith("#!", StringComparison.Ordinal))
            {
                yield break;
            }

            at += line.Length + 1;
        }
    }

    // A name of MSBuild, and so one of XML.
    private static bool IsPropertyName(string name) =>
        (char.IsAsciiLetter(name[0]) || name[0] == '_') && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-');

    private static (string Name, string? Value) Split(string text, char separator) =>
        text.IndexOf(separator) is var at and >= 0 ? (text[..at].Trim(), text[(at + 1)..].Trim()) : (text, null);

    private static string Escape(string path) => path.Replace("%", "%25", StringComparison.Ordinal).Replace(";", "%3B", StringComparison.Ordinal);

    // Two files of one name in different folders are two projects; a hash tells names apart that only look alike without slashes.
    private static string FolderOf(string relativePath)
    {
        var portable = relativePath.Replace('\\', '/');
        return $"{Path.GetFileNameWithoutExtension(portable)}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(portable)))[..8]}";
    }
}
