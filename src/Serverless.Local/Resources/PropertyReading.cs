using System.Globalization;
using Serverless.Templates;

namespace Serverless.Local.Resources;

/// <summary>Reads evaluated properties with CloudFormation's leniency: every scalar may be written as a string.</summary>
internal static class PropertyReading
{
    /// <summary>A text; null when the property is missing or no scalar.</summary>
    public static string? Text(this MapValue properties, string name) => properties[name] is ScalarValue scalar and not NullValue ? scalar.Text : null;

    /// <summary>A text that must be there.</summary>
    /// <exception cref="ResourceFailure">It is not.</exception>
    public static string Required(this MapValue properties, string name) =>
        properties.Text(name) ?? throw ResourceFailure.Handler($"Model validation failed (#: required key [{name}] not found)", "InvalidRequest");

    /// <summary>A whole number; the given one when the property is missing.</summary>
    /// <exception cref="ResourceFailure">The property is no number.</exception>
    public static int Number(this MapValue properties, string name, int otherwise) => properties.Text(name) switch
    {
        null => otherwise,
        var text when int.TryParse(text, CultureInfo.InvariantCulture, out var number) => number,
        var text => throw ResourceFailure.Handler($"Model validation failed (#/{name}: expected type: Integer, found: String '{text}')", "InvalidRequest"),
    };

    /// <summary>A truth value; false when the property is missing.</summary>
    public static bool Truth(this MapValue properties, string name) => properties.Text(name) is "true" or "True";

    /// <summary>The texts of a list, or of one scalar; empty when the property is missing.</summary>
    public static IReadOnlyList<string> Texts(this MapValue properties, string name) => properties[name] switch
    {
        ListValue list => [.. list.OfType<ScalarValue>().Select(item => item.Text)],
        ScalarValue scalar and not NullValue => [scalar.Text],
        _ => [],
    };

    /// <summary>The texts of a map by name; empty when the property is missing.</summary>
    public static Dictionary<string, string> TextMap(this MapValue properties, string name) =>
        (properties[name].AsMap() ?? []).Where(entry => entry.Value is ScalarValue).ToDictionary(entry => entry.Key.Text, entry => ((ScalarValue)entry.Value).Text);
}
