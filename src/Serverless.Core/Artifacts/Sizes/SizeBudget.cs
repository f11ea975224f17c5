namespace Serverless.Artifacts.Sizes;

/// <summary>What a function's own code may weigh, layers apart. A build with more fails.</summary>
/// <param name="Zipped">Bytes of the zip; null for any.</param>
/// <param name="Unzipped">Bytes of its files; null for any.</param>
public sealed record SizeBudget(long? Zipped, long? Unzipped)
{
    /// <summary>A budget that everything fits.</summary>
    public static SizeBudget None { get; } = new(null, null);

    /// <summary>A sentence about what <see cref="Read"/> takes.</summary>
    public const string HowToWrite = "Write '60 MB' for the unzipped code, '20 MB zipped' for the zip, both with a comma between them, or 'none'.";

    /// <summary>
    /// Reads a budget: <c>60 MB</c> (unzipped), <c>20 MB zipped</c>, both with a comma between them, or <c>none</c>.
    /// </summary>
    /// <returns>Null when the text is none of these, or says the same thing twice.</returns>
    public static SizeBudget? Read(string text)
    {
        if (text.Trim().Equals("none", StringComparison.OrdinalIgnoreCase))
        {
            return None;
        }

        var budget = None;
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            var isZipped = part.EndsWith(" zipped", StringComparison.OrdinalIgnoreCase);
            var size = part.EndsWith(" unzipped", StringComparison.OrdinalIgnoreCase) ? part[..^9] : isZipped ? part[..^7] : part;
            if (ByteSize.Read(size) is not { } bytes || (isZipped ? budget.Zipped : budget.Unzipped) is not null)
            {
                return null;
            }

            budget = isZipped ? budget with { Zipped = bytes } : budget with { Unzipped = bytes };
        }

        return budget;
    }

    /// <summary>The budget as <see cref="Read"/> takes it, with sizes to one decimal.</summary>
    public override string ToString() => (Unzipped, Zipped) switch
    {
        ({ } unzipped, { } zipped) => $"{ByteSize.Show(unzipped)}, {ByteSize.Show(zipped)} zipped",
        ({ } unzipped, null) => ByteSize.Show(unzipped),
        (null, { } zipped) => $"{ByteSize.Show(zipped)} zipped",
        _ => "none",
    };
}
