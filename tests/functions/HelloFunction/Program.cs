using System.Text.Json.Serialization;
using Serverless;

return await ServerlessFunction.RunAsync(
    (Request request) => new Greeting($"Hello, {request.Name}!"), HelloJson.Default.Request, HelloJson.Default.Greeting);

internal sealed record Request(string Name);

internal sealed record Greeting(string Message);

[JsonSerializable(typeof(Request))]
[JsonSerializable(typeof(Greeting))]
internal sealed partial class HelloJson : JsonSerializerContext;
