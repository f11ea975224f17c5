using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Serverless.Local.Front;

/// <summary>A request as its client wrote it: the raw path (the server's own decoding loses <c>%2F</c>) and the decoded query.</summary>
internal sealed class AwsRequest
{
    private readonly Dictionary<string, string> _query = [];

    /// <summary>Reads the request line and the credential scope of a request.</summary>
    public AwsRequest(HttpContext context)
    {
        Context = context;
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        if (!target.StartsWith('/'))
        {
            // Absolute form, as a proxy's client sends it; "*" of OPTIONS becomes the root.
            target = Uri.TryCreate(target, UriKind.Absolute, out var absolute) ? absolute.PathAndQuery : "/";
        }

        var question = target.IndexOf('?');
        RawPath = question < 0 ? target : target[..question];
        foreach (var pair in question < 0 ? [] : target[(question + 1)..].Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = pair.IndexOf('=');
            _query[Decode(equals < 0 ? pair : pair[..equals])] = equals < 0 ? "" : Decode(pair[(equals + 1)..]);
        }

        Scope = CredentialScope.TryRead(context.Request.Headers.Authorization, Query("X-Amz-Credential"));
    }

    /// <summary>The exchange.</summary>
    public HttpContext Context { get; }

    /// <summary>Method in upper case.</summary>
    public string Method => Context.Request.Method;

    /// <summary>The path as sent, still percent-encoded, starting with a slash.</summary>
    public string RawPath { get; }

    /// <summary>Region and service of the signature; null for unsigned requests.</summary>
    public CredentialScope? Scope { get; }

    /// <summary>Identifies the exchange in the reply.</summary>
    public string RequestId { get; } = Guid.NewGuid().ToString();

    /// <summary>Ends when the client goes away.</summary>
    public CancellationToken Aborted => Context.RequestAborted;

    /// <summary>The names in the query.</summary>
    public IReadOnlyCollection<string> QueryNames => _query.Keys;

    /// <summary>The value of a query parameter: empty when it has none, null when it is missing.</summary>
    public string? Query(string name) => _query.GetValueOrDefault(name);

    /// <summary>True when the query has the name, with or without a value.</summary>
    public bool Has(string name) => _query.ContainsKey(name);

    /// <summary>A header's value; null when it is missing.</summary>
    public string? Header(string name) => Context.Request.Headers.TryGetValue(name, out var values) ? values.ToString() : null;

    /// <summary>Reads what is left of the body, so that a client that is still sending gets to read the reply.</summary>
    public async Task DrainAsync()
    {
        var reader = Context.Request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(Aborted);
            reader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                return;
            }
        }
    }

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
