using System.Collections.Concurrent;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Security.Cryptography;
using System.Text;

namespace Serverless.Artifacts.ReadyToRun;

/// <summary>
/// Names images by all that decides their bytes: the compiler, what it was told, the assembly, and those that it refers to, directly or
/// not. The other assemblies of an application do not matter, so the applications share.
/// </summary>
internal sealed class ReadyToRunKeys(ReadyToRunCompilation compilation)
{
    private readonly Dictionary<string, string> _references =
        compilation.References.GroupBy(path => Path.GetFileNameWithoutExtension(path), StringComparer.OrdinalIgnoreCase).ToDictionary(same => same.Key, same => same.First(), StringComparer.OrdinalIgnoreCase);

    private readonly ConcurrentDictionary<string, (string Hash, string[] References)> _read = new(DiskFiles.Instance.PathComparer);

    /// <summary>The key of an assembly's image: lower-case hex.</summary>
    public string Of(string assemblyPath)
    {
        var text = new StringBuilder().Append(compilation.Compiler).Append('\n').Append(compilation.Target).Append('\n').Append(Read(assemblyPath).Hash).Append('\n');
        foreach (var line in Closure(assemblyPath).Order(StringComparer.Ordinal))
        {
            text.Append(line).Append('\n');
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    private HashSet<string> Closure(string assemblyPath)
    {
        var lines = new HashSet<string>(StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var open = new Stack<string>(Read(assemblyPath).References);
        while (open.TryPop(out var name))
        {
            if (!seen.Add(name))
            {
                continue;
            }

            if (!_references.TryGetValue(name, out var path))
            {
                lines.Add($"{name} is not there");
            }
            else if (compilation.FrameworkFolders.FirstOrDefault(folder => path.StartsWith(folder, StringComparison.Ordinal)) is { } framework)
            {
                lines.Add(framework);
            }
            else
            {
                lines.Add($"{name} {Read(path).Hash}");
                Array.ForEach(Read(path).References, open.Push);
            }
        }

        return lines;
    }

    private (string Hash, string[] References) Read(string path) => _read.GetOrAdd(path, static path =>
    {
        var bytes = File.ReadAllBytes(path);
        using var file = new PEReader(new MemoryStream(bytes));
        var metadata = file.GetMetadataReader();
        return (Convert.ToHexStringLower(SHA256.HashData(bytes)), [.. metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))]);
    });
}
