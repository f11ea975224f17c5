using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Serverless.Core.Tests.Sam;

/// <summary>One string per JSON value, equal for values that differ only in the order of members and items, as the reference's suite compares.</summary>
internal static class PortableForm
{
    /// <summary>The form of a value.</summary>
    /// <param name="value">The value.</param>
    /// <param name="onlyMessage">True to look only at the message of an error, which is all that the suite compares.</param>
    public static string Of(JsonNode? value, bool onlyMessage = false) => value switch
    {
        JsonObject map when onlyMessage && map["errorMessage"] is { } message => $"{{\"errorMessage\":{Of(message)}}}",
        JsonObject map => $"{{{string.Join(',', map.OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => $"{JsonSerializer.Serialize(member.Key)}:{Of(member.Value)}"))}}}",
        JsonArray list => $"[{string.Join(',', list.Select(item => Of(item)).Order(StringComparer.Ordinal))}]",
        JsonValue scalar when scalar.GetValueKind() == JsonValueKind.Number => scalar.GetValue<double>().ToString("R", CultureInfo.InvariantCulture),
        null => "null",
        _ => value.ToJsonString(),
    };
}
