using System.Net;
using System.Net.Sockets;
using Serverless.Diagnostics;
using Serverless.Local.Http;
using Serverless.Testing;

namespace Serverless.Local.Tests.Http;

public sealed class ThePortOfAnApi : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<Diagnostic> _diagnostics = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private HttpApiHostOptions Options => new() { StateFolder = _folder["state"], OnDiagnostic = _diagnostics.Add };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task StaysTheSameAcrossRestarts()
    {
        var (first, other) = await ReserveBothAsync();
        var (again, otherAgain) = await ReserveBothAsync();

        Assert.Equal((first, other), (again, otherAgain));
        Assert.NotEqual(first, other);
        Assert.Empty(_diagnostics);
    }

    [Fact]
    public async Task MovesWhenSomebodyElseHasTakenItAndSaysSo()
    {
        var (first, other) = await ReserveBothAsync();
        using var thief = new TcpListener(IPAddress.Loopback, first.Port);
        thief.Start();
        var (moved, stayed) = await ReserveBothAsync();
        var diagnostic = Assert.Single(_diagnostics);

        Assert.NotEqual(first, moved);
        Assert.Equal(other, stayed);
        Assert.Equal(("SLS0856", Severity.Warning), (diagnostic.Code, diagnostic.Severity));
        Assert.Contains($"{first.Port}", diagnostic.Message, StringComparison.Ordinal);
        thief.Stop();
        Assert.Equal(moved, (await ReserveBothAsync()).First);
    }

    [Fact]
    public async Task IsForgottenWithTheApi()
    {
        await using var host = new HttpApiHost(new ScriptedFunctions("1"), Options);
        var address = await host.ReserveAsync("first", Cancellation);
        await host.RemoveAsync("first", Cancellation);
        await host.RemoveAsync("unknown", Cancellation);
        using var client = new HttpClient();

        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(address, Cancellation));
        Assert.DoesNotContain("first", await File.ReadAllTextAsync(_folder["state/http-apis.json"], Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task CountsUpFromTheFirstOneThatIsWanted()
    {
        var free = FreePort();
        await using var host = new HttpApiHost(new ScriptedFunctions("1"), Options with { FirstPort = free });
        var first = await host.ReserveAsync("first", Cancellation);
        var second = await host.ReserveAsync("second", Cancellation);

        Assert.InRange(first.Port, free, free + 20);
        Assert.InRange(second.Port, first.Port + 1, first.Port + 20);
    }

    [Fact]
    public async Task SurvivesAStateFileThatCannotBeRead()
    {
        _folder.Write("state/http-apis.json", "{ not json");
        var (first, _) = await ReserveBothAsync();

        Assert.True(first.Port > 0);
        Assert.Equal(first, (await ReserveBothAsync()).First);
    }

    [Fact]
    public async Task IsOpenOnLoopbackOnlyAndAnswersNotFoundUntilThereAreRoutes()
    {
        await using var host = new HttpApiHost(new ScriptedFunctions("1"), Options);
        var address = await host.ReserveAsync("first", Cancellation);
        using var client = new HttpClient();

        Assert.Equal("127.0.0.1", address.Host);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(address, Cancellation)).StatusCode);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task<(Uri First, Uri Other)> ReserveBothAsync()
    {
        await using var host = new HttpApiHost(new ScriptedFunctions("1"), Options);
        return (await host.ReserveAsync("first", Cancellation), await host.ReserveAsync("other", Cancellation));
    }
}
