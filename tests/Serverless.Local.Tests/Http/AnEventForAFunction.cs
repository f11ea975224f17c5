using System.Text.Json.Nodes;
using Serverless.Local.Http;
using Serverless.Local.Tests.Functions;

namespace Serverless.Local.Tests.Http;

/// <summary>Each case of Cases/Events is a request as it is sent (<c>.http</c>) and the event that the function gets (<c>.json</c>).</summary>
public sealed class AnEventForAFunction
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Http", "Cases", "Events");

    public static TheoryData<string> Cases => [.. Directory.EnumerateFiles(Folder, "*.http").Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task IsWhatApiGatewayWouldSend(string name)
    {
        var lines = (await File.ReadAllTextAsync(Path.Combine(Folder, name + ".http"), TestContext.Current.CancellationToken)).ReplaceLineEndings("\n").Split('\n');
        var settings = lines.TakeWhile(line => line.StartsWith('#')).Select(line => line[1..].Split('=', 2)).ToDictionary(pair => pair[0].Trim(), pair => pair[1].Trim());
        await using var api = await ServedHttpApi.StartAsync(
            new ScriptedFunctions("{}"),
            new HttpApiDefinition("abcdefghij", "test")
            {
                StageName = settings.GetValueOrDefault("stage", "$default"),
                StageVariables = settings.TryGetValue("variable", out var variable) ? new Dictionary<string, string> { [variable.Split(':')[0]] = variable.Split(':')[1] } : [],
                Routes = [new HttpApiRoute(settings["route"], ServedHttpApi.Arn) { PayloadFormatVersion = settings.GetValueOrDefault("format", "2.0") }],
            },
            new ManualClock());
        var request = lines.SkipWhile(line => line.StartsWith('#')).ToArray();
        var end = Array.IndexOf(request, "");
        await api.SendRawAsync(string.Join("\r\n", request[..end]) + "\r\nConnection: close\r\n\r\n" + Body(string.Join('\n', request[(end + 1)..]).TrimEnd('\n')));

        Assert.True(api.Functions.Calls.TryDequeue(out var call));
        var expected = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Folder, name + ".json"), TestContext.Current.CancellationToken))!;
        var actual = JsonNode.Parse(call.Event.Replace($"\"{api.Address.Port}\"", "\"(port)\"", StringComparison.Ordinal))!;
        Hide(actual);
        Assert.True(JsonNode.DeepEquals(expected, actual), $"expected {expected.ToJsonString()}\nactual   {actual.ToJsonString()}");
    }

    private static string Body(string text) => text == "(chunks)" ? "6\r\nhello \r\n5\r\nworld\r\n0\r\n\r\n" : text;

    // What is made at random is checked for its form and then hidden.
    private static void Hide(JsonNode node)
    {
        Replace(node["headers"]!, "x-amzn-trace-id", "^Root=1-6a6ddfc0-[0-9a-f]{24}$");
        Replace(node["requestContext"]!, "requestId", "^[0-9A-Za-z]{15}=$");
        if (node["multiValueHeaders"] is { } headers)
        {
            Replace(headers["x-amzn-trace-id"]!, 0, "^Root=1-");
            Replace(node["requestContext"]!, "extendedRequestId", "=$");
        }
    }

    private static void Replace(JsonNode parent, object key, string pattern)
    {
        var value = (key is int index ? parent[index] : parent[(string)key])!.GetValue<string>();
        Assert.Matches(pattern, value);
        if (key is int at)
        {
            parent[at] = "(random)";
        }
        else
        {
            parent[(string)key] = "(random)";
        }
    }
}
