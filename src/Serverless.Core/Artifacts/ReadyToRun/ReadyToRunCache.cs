namespace Serverless.Artifacts.ReadyToRun;

/// <summary>An image that the cache does not have.</summary>
/// <param name="Image">The image.</param>
/// <param name="Key">Where <see cref="ReadyToRunCache.Keep"/> puts it.</param>
public sealed record MissingImage(ReadyToRunImage Image, string Key);

/// <summary>
/// Images of assemblies that change seldom, those of packages, kept between builds and shared between functions. Compiling AWSSDK.Core
/// takes seconds, copying its image none. Several builds may use one folder at the same time.
/// </summary>
/// <param name="folder">Absolute path; it is made when it is missing.</param>
/// <param name="clock">Tells which images were not used for long.</param>
public sealed class ReadyToRunCache(string folder, TimeProvider clock)
{
    private static readonly TimeSpan KeptUnused = TimeSpan.FromDays(30);

    /// <summary>Copies the images that are there to their places; those that are up to date are left alone.</summary>
    /// <param name="images">The images.</param>
    /// <param name="compilation">What they are compiled with.</param>
    /// <param name="inputsChanged">When the newest project file or the like changed: images that are older would be compiled again.</param>
    /// <returns>The images that have to be compiled. Files that cannot be read or written count as missing.</returns>
    public IReadOnlyList<MissingImage> Take(IEnumerable<ReadyToRunImage> images, ReadyToRunCompilation compilation, DateTime inputsChanged)
    {
        var keys = new ReadyToRunKeys(compilation);
        var outdated = images.Where(image => !image.IsUpToDate(inputsChanged)).ToList();
        var missing = new MissingImage?[outdated.Count];
        Parallel.For(0, outdated.Count, at => missing[at] = TryTake(outdated[at], keys));
        return [.. missing.OfType<MissingImage>()];
    }

    /// <summary>Keeps images that were compiled. What cannot be kept is compiled again next time.</summary>
    public void Keep(IEnumerable<MissingImage> compiled)
    {
        foreach (var (image, key) in compiled)
        {
            if (File.Exists(image.ImagePath))
            {
                TryCopy(image.ImagePath, PathOf(key));
            }
        }

        DeleteUnused();
    }

    private MissingImage? TryTake(ReadyToRunImage image, ReadyToRunKeys keys)
    {
        try
        {
            var key = keys.Of(image.AssemblyPath);
            var kept = PathOf(key);
            if (!File.Exists(kept) || !TryCopy(kept, image.ImagePath))
            {
                return new(image, key);
            }

            File.SetLastWriteTimeUtc(kept, clock.GetUtcNow().UtcDateTime);
            return null;
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException or BadImageFormatException or InvalidOperationException)
        {
            return null;
        }
    }

    // Another build may read either file at any moment, so neither is ever there in part. The copy is as new as if it was compiled.
    private bool TryCopy(string from, string to)
    {
        var temporary = $"{to}.{Guid.NewGuid():N}.tmp";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            try
            {
                File.Copy(from, temporary);
                File.SetLastWriteTimeUtc(temporary, clock.GetUtcNow().UtcDateTime);
                File.Move(temporary, to, overwrite: true);
                return true;
            }
            finally
            {
                File.Delete(temporary);
            }
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private void DeleteUnused()
    {
        var oldest = clock.GetUtcNow().UtcDateTime - KeptUnused;
        try
        {
            foreach (var path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(path => File.GetLastWriteTimeUtc(path) < oldest))
            {
                File.Delete(path);
            }
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException)
        {
            // It is tidied another time.
        }
    }

    private string PathOf(string key) => Path.Combine(folder, key[..2], key);
}
