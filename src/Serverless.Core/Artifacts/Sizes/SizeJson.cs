using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Serverless.Artifacts.Sizes;

/// <summary>Renders a report as the text of <c>serverless.sizes.json</c>.</summary>
public static class SizeJson
{
    private static readonly SizeReportJson Json = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter<FileKind>(JsonNamingPolicy.CamelCase) },
    });

    /// <summary>The text, with a line break at its end.</summary>
    public static string Write(SizeReport report) => JsonSerializer.Serialize(report, Json.SizeReport) + "\n";
}

[JsonSerializable(typeof(SizeReport))]
internal sealed partial class SizeReportJson : JsonSerializerContext;
