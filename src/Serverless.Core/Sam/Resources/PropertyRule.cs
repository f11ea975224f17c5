using Serverless.Templates;

namespace Serverless.Sam.Resources;

/// <summary>What SAM asks of one property of a resource or event.</summary>
/// <param name="Name">The property.</param>
/// <param name="Accepts">True for a value of the right kind.</param>
/// <param name="Expected">The kind as error texts name it; null when they do not.</param>
internal sealed record PropertyRule(string Name, Func<TemplateValue, bool> Accepts, string? Expected = null)
{
    public bool IsRequired { get; init; }

    /// <summary>True when any map of one member passes, because an intrinsic may stand for the value.</summary>
    public bool AllowsIntrinsic { get; init; } = true;

    public PropertyRule Required() => this with { IsRequired = true };

    public PropertyRule NoIntrinsic() => this with { AllowsIntrinsic = false };

    /// <summary>Anything goes: SAM passes the value on.</summary>
    public static PropertyRule Any(string name) => new(name, _ => true) { AllowsIntrinsic = false };

    public static PropertyRule String(string name) => new(name, IsString, "a string");

    public static PropertyRule Map(string name) => new(name, value => value is MapValue, "a map");

    public static PropertyRule Boolean(string name) => new(name, value => value is BooleanValue);

    // In Python a truth value is an integer too.
    public static PropertyRule Integer(string name) => new(name, value => value is IntegerValue or BooleanValue);

    public static PropertyRule List(string name) => new(name, value => value is ListValue);

    public static PropertyRule StringOrMap(string name) => new(name, IsStringOrMap);

    public static PropertyRule BooleanOrMap(string name) => new(name, value => value is BooleanValue or MapValue);

    /// <summary>A string without an entry for it in the error texts.</summary>
    public static PropertyRule OnlyString(string name) => new(name, IsString);

    public static PropertyRule StringOrStrings(string name) => new(name, value => IsString(value) || IsListOf(value, IsString));

    public static PropertyRule StringOrList(string name) => new(name, value => IsString(value) || IsListOf(value, IsStringOrMap));

    public static PropertyRule StringsOrMaps(string name) => new(name, value => IsListOf(value, IsStringOrMap));

    public static PropertyRule StringMapOrList(string name) => new(name, value => IsStringOrMap(value) || IsListOf(value, IsStringOrMap));

    /// <summary>A map without an entry for it in the error texts.</summary>
    public static PropertyRule OnlyMap(string name) => new(name, value => value is MapValue);

    public static PropertyRule MapOrMaps(string name) => new(name, value => value is MapValue || IsListOf(value, item => item is MapValue));

    public static PropertyRule Strings(string name) => new(name, value => IsListOf(value, IsString));

    public static PropertyRule MapOfMaps(string name) => new(name, value => IsMapOf(value, item => item is MapValue));

    public static PropertyRule MapOfIntegersOrMaps(string name) =>
        new(name, value => IsMapOf(value, item => item is IntegerValue or BooleanValue or MapValue));

    public static PropertyRule MapOfStrings(string name) => new(name, value => IsMapOf(value, IsString));

    public static PropertyRule OneOf(string name, string first, string second) =>
        new(name, value => value.IsText(first) || value.IsText(second), $"a one of the strings: '{first}' or '{second}'");

    private static bool IsString(TemplateValue value) => value is StringValue;

    private static bool IsStringOrMap(TemplateValue value) => value is StringValue or MapValue;

    private static bool IsListOf(TemplateValue value, Func<TemplateValue, bool> accepts) => value is ListValue list && list.All(accepts);

    private static bool IsMapOf(TemplateValue value, Func<TemplateValue, bool> accepts) =>
        value is MapValue map && map.All(entry => accepts(entry.Value));
}
