namespace Serverless.Artifacts;

/// <summary>Files that are either the old ones or the new ones, never half of one.</summary>
public static class WholeFile
{
    /// <summary>Writes a file under another name and renames it. A file that has the content already keeps its time.</summary>
    /// <param name="path">Absolute path; its folder is made when it is missing.</param>
    /// <param name="bytes">The content.</param>
    public static void WriteIfDifferent(string path, byte[] bytes)
    {
        if (File.Exists(path) && File.ReadAllBytes(path).AsSpan().SequenceEqual(bytes))
        {
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            File.WriteAllBytes(temporary, bytes);
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
