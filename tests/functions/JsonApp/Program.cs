using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;

var request = JsonSerializer.Deserialize("""{"Name":"Ada"}"""u8, HelloJson.Default.Request)!;
var output = new ArrayBufferWriter<byte>();
using var writer = new Utf8JsonWriter(output);
JsonSerializer.Serialize(writer, new Greeting($"Hello, {request.Name}!"), HelloJson.Default.Greeting);
writer.Flush();
return output.WrittenCount == 0 ? 1 : 0;

internal sealed record Request(string Name);

internal sealed record Greeting(string Message);

[JsonSerializable(typeof(Request))]
[JsonSerializable(typeof(Greeting))]
internal sealed partial class HelloJson : JsonSerializerContext;
