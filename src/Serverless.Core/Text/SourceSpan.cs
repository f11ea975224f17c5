namespace Serverless.Text;

/// <summary>A stretch of a file that something was read from.</summary>
/// <param name="Path">Path of the file as the host gave it; null when the thing was not read from a file.</param>
/// <param name="Start">The first character.</param>
/// <param name="End">The place just behind the last character.</param>
public readonly record struct SourceSpan(string? Path, Position Start, Position End)
{
    /// <summary>No place at all: the span of what was made, not read.</summary>
    public static SourceSpan None => default;

    /// <summary>True when the span has a line to point at.</summary>
    public bool IsKnown => Start.Line > 0;

    /// <summary>The file as a whole, for complaints that no line is to blame for.</summary>
    public static SourceSpan File(string path) => new(path, default, default);

    /// <summary>This span when it is known, otherwise <paramref name="other"/>.</summary>
    public SourceSpan Or(SourceSpan other) => IsKnown || (Path is not null && other.Path is null) ? this : other;

    /// <summary>The place as <c>path(line,column)</c>.</summary>
    public override string ToString() => IsKnown ? $"{Path}({Start})" : Path ?? "";
}
