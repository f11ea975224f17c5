using System.Globalization;
using System.Numerics;
using Serverless.Text;

namespace Serverless.Templates;

/// <summary>A value that is neither map nor list. Scalars never change, so copies are the value itself.</summary>
public abstract class ScalarValue : TemplateValue
{
    /// <summary>The text as CloudFormation reads it where it wants a string: what the user wrote where that is known.</summary>
    public abstract string Text { get; }

    /// <summary>The same value at another place.</summary>
    public abstract ScalarValue At(SourceSpan span);

    /// <inheritdoc/>
    public override TemplateValue DeepClone() => this;

    /// <inheritdoc/>
    public override string ToString() => Text;
}

/// <summary>A text.</summary>
public sealed class StringValue(string value) : ScalarValue
{
    /// <summary>The text.</summary>
    public string Value { get; } = value;

    /// <summary>
    /// True for a string that the SAM service knows as a Python 2 unicode string; it prints with a leading <c>u</c>
    /// where deployment hashes are made. The mark does not take part in equality.
    /// </summary>
    public bool IsMarked { get; init; }

    /// <inheritdoc/>
    public override string Text => Value;

    /// <inheritdoc/>
    public override bool IsTruthy => Value.Length > 0;

    /// <inheritdoc/>
    public override ScalarValue At(SourceSpan span) => new StringValue(Value) { Span = span, IsMarked = IsMarked };

    /// <inheritdoc/>
    public override bool ContentEquals(TemplateValue? other) => other is StringValue text && text.Value == Value;

    /// <summary>The same text at the same place with its mark set or cleared.</summary>
    public StringValue WithMark(bool marked) => marked == IsMarked ? this : new(Value) { Span = Span, IsMarked = marked };
}

/// <summary>A whole number of any size.</summary>
public sealed class IntegerValue(BigInteger value, string? text = null) : ScalarValue
{
    /// <summary>The number.</summary>
    public BigInteger Value { get; } = value;

    /// <summary>True for a number that the SAM service knows as a Python 2 long.</summary>
    public bool IsMarked { get; init; }

    /// <inheritdoc/>
    public override string Text => text ?? Value.ToString(CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public override bool IsTruthy => !Value.IsZero;

    /// <inheritdoc/>
    public override ScalarValue At(SourceSpan span) => new IntegerValue(Value, text) { Span = span, IsMarked = IsMarked };

    /// <inheritdoc/>
    public override bool ContentEquals(TemplateValue? other) => Number.AreEqual(this, other);
}

/// <summary>A number with a fraction or an exponent.</summary>
public sealed class FloatValue(double value, string? text = null) : ScalarValue
{
    /// <summary>The number.</summary>
    public double Value { get; } = value;

    /// <inheritdoc/>
    public override string Text => text ?? Value.ToString("R", CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public override bool IsTruthy => Value != 0;

    /// <inheritdoc/>
    public override ScalarValue At(SourceSpan span) => new FloatValue(Value, text) { Span = span };

    /// <inheritdoc/>
    public override bool ContentEquals(TemplateValue? other) => Number.AreEqual(this, other);
}

/// <summary>True or false.</summary>
public sealed class BooleanValue(bool value, string? text = null) : ScalarValue
{
    /// <summary>The truth value.</summary>
    public bool Value { get; } = value;

    /// <inheritdoc/>
    public override string Text => text ?? (Value ? "true" : "false");

    /// <inheritdoc/>
    public override bool IsTruthy => Value;

    /// <inheritdoc/>
    public override ScalarValue At(SourceSpan span) => new BooleanValue(Value, text) { Span = span };

    /// <inheritdoc/>
    public override bool ContentEquals(TemplateValue? other) => Number.AreEqual(this, other);
}

/// <summary>A date or a time, which YAML 1.1 tells from a string by its look. CloudFormation reads its text.</summary>
public sealed class TimestampValue(string text) : ScalarValue
{
    /// <inheritdoc/>
    public override string Text { get; } = text;

    /// <inheritdoc/>
    public override bool IsTruthy => true;

    /// <inheritdoc/>
    public override ScalarValue At(SourceSpan span) => new TimestampValue(Text) { Span = span };

    /// <inheritdoc/>
    public override bool ContentEquals(TemplateValue? other) => other is TimestampValue time && time.Text == Text;
}

/// <summary>An explicit null.</summary>
public sealed class NullValue : ScalarValue
{
    /// <inheritdoc/>
    public override string Text => "";

    /// <inheritdoc/>
    public override bool IsTruthy => false;

    /// <inheritdoc/>
    public override ScalarValue At(SourceSpan span) => new NullValue { Span = span };

    /// <inheritdoc/>
    public override bool ContentEquals(TemplateValue? other) => other is NullValue;
}

internal static class Number
{
    public static bool AreEqual(TemplateValue? left, TemplateValue? right) =>
        (left, right) switch
        {
            (FloatValue a, FloatValue b) => a.Value.Equals(b.Value),
            (FloatValue a, _) => Whole(right) is { } whole && EqualsWhole(a.Value, whole),
            (_, FloatValue b) => Whole(left) is { } whole && EqualsWhole(b.Value, whole),
            _ => Whole(left) is { } a && Whole(right) is { } b && a == b,
        };

    private static BigInteger? Whole(TemplateValue? value) => value switch
    {
        IntegerValue integer => integer.Value,
        BooleanValue boolean => boolean.Value ? BigInteger.One : BigInteger.Zero,
        _ => null,
    };

    private static bool EqualsWhole(double number, BigInteger whole) =>
        double.IsInteger(number) && new BigInteger(number) == whole;
}
