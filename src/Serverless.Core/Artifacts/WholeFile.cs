namespace Serverless.Artifacts;

/// <summary>Files that are either the old ones or the new ones, never half of one.</summary>
internal static class WholeFile
{
    /// <summary>Writes a file under another name and renames it. A file that has the content already keeps its time.</summary>
    /// <param name="path">Absolute path; its folder is made when it is missing.</param>
    /// <param name="bytes">The content.</param>
    /// <param name="cancellationToken">Stops writing; the old file stays.</param>
    public static async Task WriteIfDifferentAsync(string path, byte[] bytes, CancellationToken cancellationToken)
    {
        if (File.Exists(path) && (await File.ReadAllBytesAsync(path, cancellationToken)).AsSpan().SequenceEqual(bytes))
        {
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            await File.WriteAllBytesAsync(temporary, bytes, cancellationToken);
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
