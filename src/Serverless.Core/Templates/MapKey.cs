using Serverless.Text;

namespace Serverless.Templates;

/// <summary>The name of a map's member, with the place it stands at.</summary>
/// <param name="Text">The name; a key that was not a string is known by the text CloudFormation would read.</param>
public sealed record MapKey(string Text)
{
    /// <summary>Where the key was read.</summary>
    public SourceSpan Span { get; init; }

    /// <summary>The scalar that was the key when it was not a string, such as the integer of <c>1: x</c>; otherwise null.</summary>
    public ScalarValue? Scalar { get; init; }

    /// <summary>The mark of a Python 2 unicode string; see <see cref="StringValue.IsMarked"/>.</summary>
    public bool IsMarked { get; init; }

    /// <summary>A key that was made, not read.</summary>
    public static implicit operator MapKey(string text) => new(text);

    /// <inheritdoc/>
    public override string ToString() => Text;
}

/// <summary>A member of a map.</summary>
/// <param name="Key">Its name.</param>
/// <param name="Value">Its value.</param>
/// <remarks>
/// A class, though a small one: programs that are compiled ahead of time have the framework's collections and queries of classes, but would
/// compile those of a struct of ours each time they start.
/// </remarks>
public sealed record MapEntry(MapKey Key, TemplateValue Value);
