using Serverless.Artifacts;

namespace Serverless.Tasks.Results;

/// <summary>An item that a target has returned.</summary>
/// <param name="Path">Absolute path.</param>
/// <param name="Stamp">What <see cref="InputStamps.OfFile"/> says of it.</param>
/// <param name="Metadata">Names and values in turn.</param>
internal sealed record RecordedItem(string Path, string Stamp, string[] Metadata);

/// <summary>A file or folder and what it was like.</summary>
/// <param name="Path">Absolute path.</param>
/// <param name="Stamp">What <see cref="InputStamps"/> says of it.</param>
internal sealed record RecordedInput(string Path, string Stamp);

/// <summary>What a target of a project has read and returned: while all of it is the same, it would return the same again.</summary>
/// <param name="Circumstances">What <see cref="Results.Circumstances"/> says.</param>
/// <param name="Folders">The projects' folders.</param>
/// <param name="Files">Files elsewhere.</param>
/// <param name="Items">What it returned.</param>
internal sealed record TargetRecord(string Circumstances, IReadOnlyList<RecordedInput> Folders, IReadOnlyList<RecordedInput> Files, IReadOnlyList<RecordedItem> Items)
{
    // A record in another format is none.
    private const int Format = 3;

    /// <summary>Files that the build made besides its items.</summary>
    public IReadOnlyList<RecordedInput> Intermediates { get; init; } = [];

    /// <summary>Describes inputs as they are now; null when one of them cannot be described.</summary>
    public static TargetRecord? Of(ProjectInputs inputs, string circumstances, InputStamps stamps)
    {
        var folders = Describe(inputs.Folders, stamps.OfFolder);
        var files = Describe(inputs.Files, InputStamps.OfFile);
        return folders is null || files is null ? null : new(circumstances, folders, files, []);
    }

    /// <summary>What is not as it was, as the end of a sentence; null when everything is.</summary>
    public string? FindChange(string circumstances, InputStamps stamps)
    {
        if (Results.Circumstances.FindChange(Circumstances, circumstances) is { } others)
        {
            return others;
        }

        if ((FindChanged(Files) ?? FindChanged(Intermediates)) is { } changed)
        {
            return $"{changed} has changed";
        }

        foreach (var item in Items)
        {
            if (InputStamps.OfFile(item.Path) != item.Stamp)
            {
                return $"{item.Path} has changed";
            }
        }

        foreach (var folder in Folders)
        {
            if (stamps.OfFolder(folder.Path) != folder.Stamp)
            {
                return $"something in {folder.Path} has changed";
            }
        }

        return null;
    }

    /// <summary>What was read, when the project files are as they were and so would name the same again; null otherwise.</summary>
    public ProjectInputs? FindInputs(string circumstances) => Circumstances == circumstances && FindChanged(Files) is null
        ? new([.. Folders.Select(folder => folder.Path)], [.. Files.Select(file => file.Path)])
        : null;

    /// <summary>Reads a record; null when there is none, or none that this version understands.</summary>
    public static TargetRecord? Read(string path)
    {
        try
        {
            if (!File.Exists(path))
            {
                return null;
            }

            using var reader = new BinaryReader(new MemoryStream(File.ReadAllBytes(path)));
            return reader.ReadInt32() == Format ? new(reader.ReadString(), ReadInputs(reader), ReadInputs(reader), ReadItems(reader)) { Intermediates = ReadInputs(reader) } : null;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or FormatException or ArgumentException or OverflowException)
        {
            return null;
        }
    }

    /// <summary>Writes it: either all of it or nothing.</summary>
    public void Write(string path)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        writer.Write(Format);
        writer.Write(Circumstances);
        Write(writer, Folders);
        Write(writer, Files);
        writer.Write(Items.Count);
        foreach (var item in Items)
        {
            writer.Write(item.Path);
            writer.Write(item.Stamp);
            writer.Write(item.Metadata.Length);
            Array.ForEach(item.Metadata, writer.Write);
        }

        Write(writer, Intermediates);
        WholeFile.WriteIfDifferent(path, bytes.ToArray());
    }

    private static List<RecordedInput>? Describe(IReadOnlyList<string> paths, Func<string, string?> stampOf)
    {
        var described = new List<RecordedInput>(paths.Count);
        foreach (var path in paths)
        {
            if (stampOf(path) is not { } stamp)
            {
                return null;
            }

            described.Add(new(path, stamp));
        }

        return described;
    }

    private static string? FindChanged(IReadOnlyList<RecordedInput> files)
    {
        foreach (var file in files)
        {
            if (InputStamps.OfFile(file.Path) != file.Stamp)
            {
                return file.Path;
            }
        }

        return null;
    }

    private static void Write(BinaryWriter writer, IReadOnlyList<RecordedInput> inputs)
    {
        writer.Write(inputs.Count);
        foreach (var input in inputs)
        {
            writer.Write(input.Path);
            writer.Write(input.Stamp);
        }
    }

    private static RecordedInput[] ReadInputs(BinaryReader reader)
    {
        var inputs = new RecordedInput[reader.ReadInt32()];
        for (var at = 0; at < inputs.Length; at++)
        {
            inputs[at] = new(reader.ReadString(), reader.ReadString());
        }

        return inputs;
    }

    private static RecordedItem[] ReadItems(BinaryReader reader)
    {
        var items = new RecordedItem[reader.ReadInt32()];
        for (var at = 0; at < items.Length; at++)
        {
            items[at] = new(reader.ReadString(), reader.ReadString(), ReadTexts(reader));
        }

        return items;
    }

    private static string[] ReadTexts(BinaryReader reader)
    {
        var texts = new string[reader.ReadInt32()];
        for (var at = 0; at < texts.Length; at++)
        {
            texts[at] = reader.ReadString();
        }

        return texts;
    }
}
