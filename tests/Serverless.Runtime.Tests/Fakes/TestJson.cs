using System.Text.Json;
using System.Text.Json.Serialization;

namespace Serverless.Fakes;

internal sealed record Order(string Id, Line[] Lines);

internal sealed record Line(string Sku, int Quantity);

internal sealed class Receipt
{
    public string Text { get; init; } = "";

    /// <summary>A cycle cannot be written.</summary>
    public Receipt? Previous { get; set; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Order))]
[JsonSerializable(typeof(Receipt))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(int?))]
internal sealed partial class TestJson : JsonSerializerContext;

[JsonSourceGenerationOptions(WriteIndented = true)]
[JsonSerializable(typeof(Receipt))]
internal sealed partial class IndentedJson : JsonSerializerContext;
