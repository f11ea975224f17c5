using System.Collections.Concurrent;
using Serverless.Local.Http;

namespace Serverless.Local.Cloud;

/// <summary>An API host that only remembers what it was told.</summary>
internal sealed class FakeHttpApiHost : IHttpApiHost
{
    private readonly ConcurrentDictionary<string, int> _ports = new();

    public ConcurrentDictionary<string, HttpApiDefinition> Apis { get; } = new();

    public Task<Uri> ReserveAsync(string apiId, CancellationToken cancellationToken) =>
        Task.FromResult(new Uri($"http://127.0.0.1:{_ports.GetOrAdd(apiId, _ => 4601 + _ports.Count)}"));

    public Task PutAsync(HttpApiDefinition definition, CancellationToken cancellationToken)
    {
        Apis[definition.ApiId] = definition;
        return Task.CompletedTask;
    }

    public Task RemoveAsync(string apiId, CancellationToken cancellationToken)
    {
        Apis.TryRemove(apiId, out _);
        return Task.CompletedTask;
    }
}
