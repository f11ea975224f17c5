using System.Collections.Immutable;
using System.Formats.Tar;
using System.Globalization;
using Serverless.Artifacts.Images;

namespace Serverless.Artifacts.Sizes;

/// <summary>
/// What a container image is made of, as a report shows it: its topmost layer, most often the program, by its files, and each of those below it
/// as one.
/// </summary>
internal static class ImageFiles
{
    private const int HashLength = 12;
    private const UnixFileMode Execute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>Reads the archive of an image.</summary>
    /// <param name="path">Absolute path.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="InvalidDataException">It is no such archive any more.</exception>
    public static ImmutableArray<FileSize> ReadAll(string path)
    {
        var archive = ImageArchive.Read(path);
        var layers = archive.Manifest.Layers;
        var below = layers.IsEmpty ? [] : layers[..^1].Select((layer, at) => Of(archive, layer, at + 1));
        return [.. below, .. layers.IsEmpty ? [] : Top(archive, layers[^1], layers.Length)];
    }

    private static FileSize Of(ImageArchive archive, ImagePart layer, int number) => new(
        string.Create(CultureInfo.InvariantCulture, $"layer {number} ({layer.Hash[..HashLength]})"),
        FileKind.Layer,
        layer.Size,
        LayerSizes.SumAsync([layer], archive.Open, CancellationToken.None).GetAwaiter().GetResult());

    private static List<FileSize> Top(ImageArchive archive, ImagePart layer, int number)
    {
        using var content = archive.Open(layer);
        using var tar = LayerSizes.OpenTar(layer, content);
        if (tar is null)
        {
            return [Of(archive, layer, number)];
        }

        var files = new List<FileSize>();
        using var reader = new TarReader(tar);
        while (reader.GetNextEntry() is { } entry)
        {
            if (entry.EntryType is TarEntryType.RegularFile or TarEntryType.V7RegularFile)
            {
                files.Add(new(entry.Name, FileSize.KindOf(entry.Name, isExecutable: (entry.Mode & Execute) != UnixFileMode.None), Zipped: null, entry.Length));
            }
        }

        return files;
    }
}
