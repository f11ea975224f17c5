using System.Numerics;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Serverless.Templates.Evaluation;

/// <summary>Compact JSON of evaluated values, for <c>Fn::ToJsonString</c>, for comparison and for keeping them in files.</summary>
public static class TemplateJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The value as compact JSON, members in their order.</summary>
    public static string Write(TemplateValue value)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Options))
        {
            Write(writer, value);
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    /// <summary>Writes the value where the writer stands.</summary>
    public static void Write(Utf8JsonWriter writer, TemplateValue value)
    {
        switch (value)
        {
            case MapValue map:
                writer.WriteStartObject();
                foreach (var (key, member) in map)
                {
                    writer.WritePropertyName(key.Text);
                    Write(writer, member);
                }

                writer.WriteEndObject();
                break;
            case ListValue list:
                writer.WriteStartArray();
                foreach (var item in list)
                {
                    Write(writer, item);
                }

                writer.WriteEndArray();
                break;
            case IntegerValue integer:
                writer.WriteRawValue(integer.Value.ToString(), skipInputValidation: true);
                break;
            case FloatValue { Value: var number } when double.IsFinite(number):
                writer.WriteNumberValue(number);
                break;
            case BooleanValue truth:
                writer.WriteBooleanValue(truth.Value);
                break;
            case NullValue:
                writer.WriteNullValue();
                break;
            default:
                writer.WriteStringValue(((ScalarValue)value).Text);
                break;
        }
    }

    /// <summary>Reads what <see cref="Write(TemplateValue)"/> wrote, or any JSON. The values have no spans.</summary>
    public static TemplateValue Read(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => new MapValue(json.EnumerateObject().Select(member => new MapEntry(member.Name, Read(member.Value)))),
        JsonValueKind.Array => new ListValue(json.EnumerateArray().Select(Read)),
        JsonValueKind.Number when BigInteger.TryParse(json.GetRawText(), out var whole) => new IntegerValue(whole),
        JsonValueKind.Number => new FloatValue(json.GetDouble(), json.GetRawText()),
        JsonValueKind.True => new BooleanValue(true),
        JsonValueKind.False => new BooleanValue(false),
        JsonValueKind.Null => new NullValue(),
        _ => new StringValue(json.GetString() ?? ""),
    };
}
