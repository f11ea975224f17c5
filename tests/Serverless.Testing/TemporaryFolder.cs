namespace Serverless.Testing;

/// <summary>A folder of its own below the system's temporary folder, deleted when disposed.</summary>
public sealed class TemporaryFolder : IDisposable
{
    /// <summary>Absolute path of the folder, which exists.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("serverless-").FullName;

    /// <summary>Absolute path of something inside the folder.</summary>
    public string this[string relativePath] => System.IO.Path.Combine(Path, relativePath);

    /// <summary>Writes a text file, with the folders it needs, and returns its absolute path.</summary>
    public string Write(string relativePath, string content)
    {
        var path = this[relativePath];
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
        return path;
    }

    /// <summary>Deletes the folder; a file that another process still holds is left to the system's own cleaning.</summary>
    public void Dispose()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (IOException)
        {
        }
        catch (UnauthorizedAccessException)
        {
        }
    }
}
