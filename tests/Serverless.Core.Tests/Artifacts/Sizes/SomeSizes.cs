namespace Serverless.Artifacts.Sizes;

/// <summary>A report about two functions that share a zip, one of them with layers, and the layer of the package.</summary>
internal static class SomeSizes
{
    public static readonly SizeReport Report = new(
        [
            new("Orders", "App-linux-x64", 20L << 20, 60L << 20)
            {
                Layers = [new("Models", "Models", 90L << 20)],
                UnknownLayers = 1,
                Budget = new(null, 64L << 20),
            },
            new("Payments", "App-linux-x64", 20L << 20, 60L << 20) { Template = "inner" },
        ],
        [
            new("App-linux-x64", new('a', 64), 20L << 20, 60L << 20)
            {
                Files =
                [
                    new("App.dll", FileKind.Assembly, 2048, 4096),
                    new("bootstrap", FileKind.Native, 10L << 20, 40L << 20),
                    new("empty.txt", FileKind.Other, 0, 0),
                    new("vendor/R&D <x>.dll", FileKind.Assembly, 9L << 20, 20L << 20),
                ],
            },
            new("Models", new('b', 64), 80L << 20, 90L << 20) { Files = [new("opt/model.bin", FileKind.Other, 80L << 20, 90L << 20)] },
        ])
    {
        Fingerprint = "f1",
    };

    /// <summary>A report about a function in a container image.</summary>
    public static readonly SizeReport Image = new(
        [new("Jobs", "Jobs", 60L << 20, 5L << 30) { IsImage = true }],
        [
            new("Jobs", new('c', 64), 60L << 20, 5L << 30)
            {
                IsImage = true,
                Files = [new("layer 1 (0123456789ab)", FileKind.Layer, 1L << 30, 4L << 30), new("var/task/Jobs.dll", FileKind.Assembly, null, 1L << 30)],
            },
        ]);

    public static ArtifactSize WithFiles(params long[] sizes) =>
        new("A", new('a', 64), sizes.Sum(), sizes.Sum()) { Files = [.. sizes.Select((size, at) => new FileSize($"f{at:000}.dll", FileKind.Assembly, size / 2, size))] };
}
