using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Serverless.Local.Http;
using Serverless.Templates;

namespace Serverless.Local.Resources.HttpApis;

/// <summary>
/// The HTTP APIs of all stacks. An API, its routes, integrations and stages are resources of their own that come in any order;
/// here they meet, and each change is handed to the host as one whole definition.
/// </summary>
internal sealed partial class ApiRegistry(IHttpApiHost host)
{
    private readonly ConcurrentDictionary<string, HttpApi> _apis = new();

    /// <summary>The APIs.</summary>
    public IEnumerable<HttpApi> All => _apis.Values.OrderBy(api => api.Name, StringComparer.Ordinal);

    /// <summary>An API; null when there is none of that id.</summary>
    public HttpApi? Find(string apiId) => _apis.GetValueOrDefault(apiId);

    /// <summary>Makes an API known and reserves its URL.</summary>
    public async Task<HttpApi> AddAsync(string apiId, string name, string stackName, CancellationToken cancellationToken)
    {
        var url = await host.ReserveAsync(apiId, cancellationToken);
        return _apis[apiId] = new(apiId, name, stackName, url.ToString().TrimEnd('/'));
    }

    /// <summary>Stops serving an API.</summary>
    public async Task RemoveAsync(string apiId, CancellationToken cancellationToken)
    {
        if (_apis.TryRemove(apiId, out _))
        {
            await host.RemoveAsync(apiId, cancellationToken);
        }
    }

    /// <summary>Changes an API and serves it as it is then; an API without a stage answers nothing.</summary>
    public async Task ChangeAsync(string apiId, Action<HttpApi> change, CancellationToken cancellationToken)
    {
        if (Find(apiId) is not { } api)
        {
            return;
        }

        await api.Gate.WaitAsync(cancellationToken);
        try
        {
            change(api);
            await host.PutAsync(api.Define(), cancellationToken);
        }
        finally
        {
            api.Gate.Release();
        }
    }

    /// <summary>
    /// Replaces the addresses that APIs would have in AWS, which templates put together from the API's id, by those they have here.
    /// </summary>
    public TemplateValue Localize(TemplateValue value) => value switch
    {
        MapValue map => new MapValue(map.Select(entry => new MapEntry(entry.Key, Localize(entry.Value)))) { Span = map.Span },
        ListValue list => new ListValue(list.Select(Localize)) { Span = list.Span },
        StringValue text when text.Value.Contains(".execute-api.", StringComparison.Ordinal) => new StringValue(Localize(text.Value)) { Span = text.Span },
        _ => value,
    };

    /// <inheritdoc cref="Localize(TemplateValue)"/>
    public string Localize(string text) => Address().Replace(text, match => Find(match.Groups["id"].Value)?.Url ?? match.Value);

    [GeneratedRegex(@"https://(?<id>[a-z0-9]{10})\.execute-api\.[a-z0-9-]+\.amazonaws\.com(\.cn)?")]
    private static partial Regex Address();
}
