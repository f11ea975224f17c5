namespace Serverless.Text;

/// <summary>A place in a text, counted as editors count.</summary>
/// <param name="Line">Line, from 1; 0 means that the place is unknown.</param>
/// <param name="Column">Column in UTF-16 code units, from 1; 0 means that the place is unknown.</param>
public readonly record struct Position(int Line, int Column) : IComparable<Position>
{
    /// <inheritdoc/>
    public int CompareTo(Position other) => Line != other.Line ? Line.CompareTo(other.Line) : Column.CompareTo(other.Column);

    /// <summary>The place as <c>line,column</c>.</summary>
    public override string ToString() => $"{Line},{Column}";
}
