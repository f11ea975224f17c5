using System.Globalization;
using System.Text.Json;
using Serverless.Templates;

namespace Serverless.Core.Tests.Templates;

/// <summary>Values as one line of JSON with the members in order and numbers by value, for comparison with what another reader made.</summary>
internal static class PlainJson
{
    public static string Of(TemplateValue value) => value switch
    {
        MapValue map => $"{{{string.Join(',', map.Select(entry => $"{Text(entry.Key.Text)}:{Of(entry.Value)}"))}}}",
        ListValue list => $"[{string.Join(',', list.Select(Of))}]",
        IntegerValue integer => integer.Value.ToString(CultureInfo.InvariantCulture),
        FloatValue number => $"{number.Value:R}f",
        BooleanValue truth => truth.Value ? "true" : "false",
        NullValue => "null",
        _ => Text(((ScalarValue)value).Text),
    };

    public static string Normalize(string json)
    {
        using var document = JsonDocument.Parse(json);
        return Of(document.RootElement);
    }

    private static string Of(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => $"{{{string.Join(',', element.EnumerateObject().Select(member => $"{Text(member.Name)}:{Of(member.Value)}"))}}}",
        JsonValueKind.Array => $"[{string.Join(',', element.EnumerateArray().Select(Of))}]",
        JsonValueKind.Number => element.GetRawText().AsSpan().IndexOfAny('.', 'e', 'E') >= 0 ? $"{element.GetDouble():R}f" : element.GetRawText(),
        JsonValueKind.String => Text(element.GetString()!),
        _ => element.GetRawText(),
    };

    private static string Text(string text) => JsonSerializer.Serialize(text);
}
