using Serverless.Local;
using Serverless.Local.Functions;
using Serverless.Local.Http;
using Serverless.Testing;

namespace Serverless.Benchmarks.Deploying;

/// <summary>A local cloud in this process with all its parts.</summary>
internal sealed class MeasuredCloud : IAsyncDisposable
{
    private readonly FunctionHost _functions;
    private readonly HttpApiHost _apis;
    private LocalCloud? _cloud;

    private MeasuredCloud(TemporaryFolder folder, string name)
    {
        _functions = new(new FunctionHostOptions { CodeFolder = folder[$"{name}/code"] });
        _apis = new(_functions, new HttpApiHostOptions { StateFolder = folder[$"{name}/apis"] });
    }

    public Uri Url => _cloud!.Url;

    public static async Task<MeasuredCloud> StartAsync(TemporaryFolder folder, string name, TimeSpan settle)
    {
        var cloud = new MeasuredCloud(folder, name);
        cloud._cloud = await LocalCloud.StartAsync(
            new() { StateFolder = folder[$"{name}/state"], Functions = cloud._functions, HttpApis = cloud._apis, Settle = settle }, CancellationToken.None);
        return cloud;
    }

    public async ValueTask DisposeAsync()
    {
        if (_cloud is not null)
        {
            await _cloud.DisposeAsync();
        }

        await _apis.DisposeAsync();
        await _functions.DisposeAsync();
    }
}
