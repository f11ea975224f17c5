using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;

namespace Serverless.Testing;

/// <summary>A registry of container images on this machine, with the part of the protocol that pulling and pushing need. Nothing is remembered.</summary>
public sealed class LoopbackRegistry : IDisposable
{
    private readonly ConcurrentDictionary<string, byte[]> _uploads = new();
    private readonly LoopbackHttp _server;

    /// <summary>A registry that answers.</summary>
    public LoopbackRegistry() => _server = new(Serve);

    /// <summary>Its host and port.</summary>
    public string Host => $"localhost:{_server.Port}";

    /// <summary>What it was asked: method and path.</summary>
    public IReadOnlyList<string> Requests => [.. _server.Requests.Select(request => $"{request.Method} {request.Target.Split('?')[0]}")];

    /// <summary>The layers and settings it has, by their digests.</summary>
    public ConcurrentDictionary<string, byte[]> Parts { get; } = new();

    /// <summary>The manifests it has, by <c>repository:tag</c> and <c>repository@digest</c>.</summary>
    public ConcurrentDictionary<string, byte[]> Manifests { get; } = new();

    /// <summary>Answers in the registry's place with a status, cuts the connection with -1, or stays out of it with null.</summary>
    public Func<string, string, int?> Interfere { get; set; } = (_, _) => null;

    /// <summary>What every request must bring as its authorization; null for nothing.</summary>
    public string? Authorization { get; set; }

    /// <summary>The question that a request without it is answered with.</summary>
    public string Question { get; set; } = "Basic realm=\"test\"";

    /// <summary>Gets a base image for both architectures under a name like <c>lambda/dotnet:10</c>.</summary>
    public string AddBaseImage(string name)
    {
        Parts[SmallImage.DigestOf(SmallImage.CompressedLayer)] = SmallImage.CompressedLayer;
        var manifests = ((string[])["amd64", "arm64"]).Select(architecture =>
        {
            var config = SmallImage.Config(architecture);
            var manifest = SmallImage.Manifest(config, SmallImage.CompressedLayer);
            Parts[SmallImage.DigestOf(config)] = config;
            Manifests[$"{name.Split(':')[0]}@{SmallImage.DigestOf(manifest)}"] = manifest;
            return new { mediaType = SmallImage.ManifestType, size = manifest.Length, digest = SmallImage.DigestOf(manifest), platform = new { architecture, os = "linux" } };
        });
        Manifests[name] = JsonSerializer.SerializeToUtf8Bytes(new { schemaVersion = 2, mediaType = "application/vnd.docker.distribution.manifest.list.v2+json", manifests });
        return $"{Host}/{name}";
    }

    /// <summary>Ends it.</summary>
    public void Dispose() => _server.Dispose();

    private LoopbackReply Serve(LoopbackRequest sent)
    {
        var request = new Request(sent.Method, new Uri($"http://{Host}{sent.Target}"), sent.Headers, sent.Body);
        var reply = Interfere(request.Method, request.Url.AbsolutePath) is { } failure ? Error(failure, "TEST") : Answer(request);
        return new(reply.Status, reply.Body, [("Content-Type", reply.ContentType), .. reply.Headers]);
    }

    private Reply Answer(Request request)
    {
        var query = request.Url.Query.TrimStart('?').Split('&').Select(pair => pair.Split('=', 2)).Where(pair => pair.Length == 2).ToDictionary(pair => pair[0], pair => Uri.UnescapeDataString(pair[1]));
        if (request.Url.AbsolutePath == "/token")
        {
            return new(200, "application/json", Encoding.UTF8.GetBytes($"{{\"token\":\"for {request.Headers.GetValueOrDefault("authorization") ?? "nobody"} {query["scope"]}\"}}"));
        }

        return Authorization is not null && request.Headers.GetValueOrDefault("authorization") != Authorization
            ? Error(401, "UNAUTHORIZED") with { Headers = [("WWW-Authenticate", Question)] }
            : Answer(request, query);
    }

    // /v2/<repository>/<kind>/<name>
    private Reply Answer(Request request, Dictionary<string, string> query)
    {
        var parts = request.Url.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length < 4)
        {
            return new(200, "application/json", "{}"u8.ToArray());
        }

        var uploads = Array.LastIndexOf(parts, "uploads");
        var repository = string.Join('/', parts[1..(uploads > 0 ? uploads - 1 : parts.Length - 2)]);
        return (uploads, parts[^2]) switch
        {
            ( > 0, _) => Upload(request, repository, parts[^1], query.GetValueOrDefault("digest")),
            (_, "manifests") => Manifest(request, $"{repository}{(parts[^1].Contains(':', StringComparison.Ordinal) ? '@' : ':')}{parts[^1]}"),
            _ => Parts.TryGetValue(parts[^1], out var part) ? new(200, "application/octet-stream", part) : Error(404, "BLOB_UNKNOWN"),
        };
    }

    private Reply Manifest(Request request, string name)
    {
        if (request.Method != "PUT")
        {
            return Manifests.TryGetValue(name, out var known)
                ? new(200, MediaTypeOf(known), known) { Headers = [("Docker-Content-Digest", SmallImage.DigestOf(known))] }
                : Error(404, "MANIFEST_UNKNOWN");
        }

        using var manifest = JsonDocument.Parse(request.Body);
        var needed = manifest.RootElement.GetProperty("layers").EnumerateArray().Append(manifest.RootElement.GetProperty("config")).Select(part => part.GetProperty("digest").GetString()!);
        if (!needed.All(Parts.ContainsKey) || MediaTypeOf(request.Body) != request.Headers.GetValueOrDefault("content-type"))
        {
            return Error(400, "MANIFEST_INVALID");
        }

        Manifests[name] = request.Body;
        return new(201, "text/plain", []);
    }

    private Reply Upload(Request request, string repository, string id, string? digest)
    {
        if (digest is not null)
        {
            byte[] content = [.. _uploads[id], .. request.Body];
            if (SmallImage.DigestOf(content) != digest)
            {
                return Error(400, "DIGEST_INVALID");
            }

            Parts[digest] = content;
            return new(201, "text/plain", []);
        }

        id = request.Method == "POST" ? Guid.NewGuid().ToString("N") : id;
        _uploads[id] = request.Body;
        return new(202, "text/plain", []) { Headers = [("Location", $"/v2/{repository}/blobs/uploads/{id}?state=1")] };
    }

    private static string MediaTypeOf(byte[] manifest)
    {
        using var document = JsonDocument.Parse(manifest);
        return document.RootElement.GetProperty("mediaType").GetString()!;
    }

    private static Reply Error(int status, string code) => new(status, "application/json", Encoding.UTF8.GetBytes($"{{\"errors\":[{{\"code\":\"{code}\",\"message\":\"because of {code}\"}}]}}"));

    private sealed record Request(string Method, Uri Url, IReadOnlyDictionary<string, string> Headers, byte[] Body);

    private sealed record Reply(int Status, string ContentType, byte[] Body)
    {
        public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];
    }
}
