using System.Diagnostics.CodeAnalysis;
using Serverless.Text;

namespace Serverless.Templates;

/// <summary>
/// A node of a template: a map, a list or a scalar, with the place it was read from. Maps and lists change in place,
/// because the SAM transform is defined by changes in place and by sharing; scalars never change.
/// </summary>
public abstract class TemplateValue
{
    /// <summary>Where the value was read, or the place that caused it to be made.</summary>
    public SourceSpan Span { get; init; }

    /// <summary>
    /// Truth as SAM understands it, which is Python's: false for null, false, zero, the empty string, list and map.
    /// </summary>
    public abstract bool IsTruthy { get; }

    /// <summary>A copy that shares nothing that can change with this value. Spans and marks are kept.</summary>
    public abstract TemplateValue DeepClone();

    /// <summary>
    /// Equality by content, as SAM compares: order of map members does not matter, and true equals 1 equals 1.0.
    /// </summary>
    public abstract bool ContentEquals(TemplateValue? other);

    /// <summary>A text.</summary>
    public static implicit operator TemplateValue(string text) => new StringValue(text);

    /// <summary>A whole number.</summary>
    public static implicit operator TemplateValue(long number) => new IntegerValue(number);

    /// <summary>A truth value.</summary>
    public static implicit operator TemplateValue(bool truth) => new BooleanValue(truth);
}

/// <summary>Questions that are asked of values everywhere.</summary>
public static class TemplateValueExtensions
{
    /// <summary>The text of a string value, otherwise null.</summary>
    public static string? AsString(this TemplateValue? value) => (value as StringValue)?.Value;

    /// <summary>The value as a map, otherwise null.</summary>
    public static MapValue? AsMap(this TemplateValue? value) => value as MapValue;

    /// <summary>The value as a list, otherwise null.</summary>
    public static ListValue? AsList(this TemplateValue? value) => value as ListValue;

    /// <summary>True for a missing value and for an explicit null.</summary>
    public static bool IsNull([NotNullWhen(false)] this TemplateValue? value) => value is null or NullValue;

    /// <summary>True for a value that is there and truthy.</summary>
    public static bool IsTruthy([NotNullWhen(true)] this TemplateValue? value) => value is { IsTruthy: true };
}
