using Serverless.Local.Functions;
using Serverless.Local.Http;

namespace Serverless.Local.Tests.Http;

/// <summary>Each case of Cases/Responses is a payload (<c>.payload</c>, as it is) and the HTTP response that it becomes (<c>.txt</c>).</summary>
public sealed class AnAnswerOfAFunction
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Http", "Cases", "Responses");

    public static TheoryData<string> Cases => [.. Directory.EnumerateFiles(Folder, "*.payload").Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task BecomesTheResponseThatApiGatewayWouldGive(string name)
    {
        var payload = await File.ReadAllTextAsync(Path.Combine(Folder, name + ".payload"), TestContext.Current.CancellationToken);
        var format = name.StartsWith("version1", StringComparison.Ordinal) ? "1.0" : "2.0";
        await using var api = await ServedHttpApi.StartAsync(payload, new HttpApiRoute("GET /", ServedHttpApi.Arn) { PayloadFormatVersion = format });
        var response = await api.SendRawAsync("GET / HTTP/1.1\r\nHost: api.local\r\nConnection: close\r\n\r\n");

        var expected = await File.ReadAllTextAsync(Path.Combine(Folder, name + ".txt"), TestContext.Current.CancellationToken);
        Assert.Equal(expected, Normalize(response));
    }

    [Fact]
    public async Task ThatIsStreamedKeepsItsStatusAndHeaders()
    {
        var result = ScriptedFunctions.Answer("streamed") with { HttpResponse = new StreamedHttpResponse(201, [new("X-A", "b"), new("Content-Type", "text/html")], ["c=1"]) };
        await using var api = await ServedHttpApi.StartAsync(
            new ScriptedFunctions(_ => Task.FromResult(result)),
            new HttpApiDefinition("abcdefghij", "test") { Routes = [new HttpApiRoute("$default", ServedHttpApi.Arn)] });

        Assert.Equal(
            "201 Created\ncontent-length: 8\ncontent-type: text/html\nset-cookie: c=1\nx-a: b\n\nstreamed",
            Normalize(await api.SendRawAsync("GET / HTTP/1.1\r\nHost: api.local\r\nConnection: close\r\n\r\n")));
    }

    [Fact]
    public async Task HasNoBodyForHead()
    {
        await using var api = await ServedHttpApi.StartAsync("\"hello\"", new HttpApiRoute("$default", ServedHttpApi.Arn));
        var response = Normalize(await api.SendRawAsync("HEAD / HTTP/1.1\r\nHost: api.local\r\nConnection: close\r\n\r\n"));

        Assert.Equal("200 OK\ncontent-length: 5\ncontent-type: application/json\n\n", response);
    }

    // Status line, headers in the order of their names without those that differ each time, body.
    private static string Normalize(string response)
    {
        var end = response.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        var lines = response[..end].Split("\r\n");
        var headers = lines.Skip(1)
            .Select(line => line.Split(": ", 2))
            .Where(pair => pair[0] is not ("Date" or "apigw-requestid" or "Connection"))
            .Select(pair => $"{pair[0].ToLowerInvariant()}: {pair[1]}")
            .Order(StringComparer.Ordinal);
        return $"{lines[0]["HTTP/1.1 ".Length..]}\n{string.Concat(headers.Select(header => header + "\n"))}\n{response[(end + 4)..]}";
    }
}
