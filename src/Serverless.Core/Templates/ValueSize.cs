namespace Serverless.Templates;

/// <summary>How large a value is.</summary>
internal static class ValueSize
{
    /// <summary>How many values it consists of, itself included.</summary>
    public static int CountAll(this TemplateValue value) => 1 + Children(value).Sum(CountAll);

    /// <summary>How many maps and lists lie inside each other at the deepest place: 0 for a scalar, 1 for a flat list.</summary>
    public static int Height(this TemplateValue value) =>
        value is ScalarValue ? 0 : 1 + Children(value).Select(Height).DefaultIfEmpty().Max();

    private static IEnumerable<TemplateValue> Children(TemplateValue value) => value switch
    {
        MapValue map => map.Values,
        ListValue list => list,
        _ => [],
    };
}
