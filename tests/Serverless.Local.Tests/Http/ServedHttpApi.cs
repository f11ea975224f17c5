using System.Net.Sockets;
using System.Text;
using Serverless.Diagnostics;
using Serverless.Local.Functions;
using Serverless.Local.Http;
using Serverless.Testing;

namespace Serverless.Local.Tests.Http;

/// <summary>One HTTP API on its port, with scripted functions behind it.</summary>
internal sealed class ServedHttpApi : IAsyncDisposable
{
    public const string Arn = "arn:aws:lambda:us-east-1:000000000000:function:hello";

    private readonly TemporaryFolder _folder = new();

    private ServedHttpApi(ScriptedFunctions functions, TimeProvider clock)
    {
        Functions = functions;
        Host = new HttpApiHost(functions, new HttpApiHostOptions { StateFolder = _folder.Path, TimeProvider = clock, OnDiagnostic = Diagnostics.Add });
    }

    public ScriptedFunctions Functions { get; }

    public HttpApiHost Host { get; }

    public List<Diagnostic> Diagnostics { get; } = [];

    public HttpClient Client { get; private set; } = new();

    public Uri Address { get; private set; } = new("http://127.0.0.1");

    public static Task<ServedHttpApi> StartAsync(string payload, params HttpApiRoute[] routes) =>
        StartAsync(new ScriptedFunctions(payload), new HttpApiDefinition("abcdefghij", "test") { Routes = routes });

    public static async Task<ServedHttpApi> StartAsync(ScriptedFunctions functions, HttpApiDefinition definition, TimeProvider? clock = null)
    {
        var api = new ServedHttpApi(functions, clock ?? TimeProvider.System);
        api.Address = await api.Host.ReserveAsync(definition.ApiId, TestContext.Current.CancellationToken);
        api.Client = new HttpClient(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = api.Address };
        await api.Host.PutAsync(definition, TestContext.Current.CancellationToken);
        return api;
    }

    /// <summary>Sends a request exactly as written and reads until the connection closes.</summary>
    public async Task<string> SendRawAsync(string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", Address.Port, TestContext.Current.CancellationToken);
        await client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(request), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(client.GetStream(), Encoding.UTF8);
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Host.DisposeAsync();
        _folder.Dispose();
    }
}
