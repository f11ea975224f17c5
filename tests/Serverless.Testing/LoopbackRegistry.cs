using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Serverless.Testing;

/// <summary>A registry of container images on this machine, with the part of the protocol that pulling and pushing need. Nothing is remembered.</summary>
public sealed class LoopbackRegistry : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly ConcurrentDictionary<string, byte[]> _uploads = new();
    private readonly ConcurrentQueue<string> _requests = new();

    /// <summary>A registry that answers.</summary>
    public LoopbackRegistry()
    {
        using (var free = new TcpListener(IPAddress.Loopback, 0))
        {
            free.Start();
            Host = $"localhost:{((IPEndPoint)free.LocalEndpoint).Port}";
        }

        _listener.Prefixes.Add($"http://{Host}/");
        _listener.Start();
        _ = ServeAsync();
    }

    /// <summary>Its host and port.</summary>
    public string Host { get; }

    /// <summary>What it was asked: method and path.</summary>
    public IReadOnlyList<string> Requests => [.. _requests];

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
    public void Dispose() => _listener.Close();

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var context = await _listener.GetContextAsync();
                _ = Task.Run(() => AnswerAsync(context));
            }
        }
        catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        var (method, path) = (context.Request.HttpMethod, context.Request.Url!.AbsolutePath);
        _requests.Enqueue($"{method} {path}");
        try
        {
            switch (Interfere(method, path))
            {
                case -1:
                    context.Response.Abort();
                    return;
                case { } status:
                    await ErrorAsync(context.Response, status, "TEST");
                    return;
            }

            if (path == "/token")
            {
                await SendAsync(context, 200, "application/json", Encoding.UTF8.GetBytes($"{{\"token\":\"for {context.Request.Headers["Authorization"] ?? "nobody"} {context.Request.QueryString["scope"]}\"}}"));
            }
            else if (Authorization is not null && context.Request.Headers["Authorization"] != Authorization)
            {
                context.Response.Headers["WWW-Authenticate"] = Question;
                await ErrorAsync(context.Response, 401, "UNAUTHORIZED");
            }
            else
            {
                await AnswerAsync(context, path);
            }
        }
        catch (Exception gone) when (gone is HttpListenerException or IOException or ObjectDisposedException)
        {
            // The client went away.
        }
    }

    // /v2/<repository>/<kind>/<name>
    private Task AnswerAsync(HttpListenerContext context, string path)
    {
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length < 4)
        {
            return SendAsync(context, 200, "application/json", "{}"u8.ToArray());
        }

        var isUpload = path.Contains("/blobs/uploads/", StringComparison.Ordinal);
        var repository = string.Join('/', parts[1..^(isUpload && context.Request.HttpMethod != "POST" ? 3 : 2)]);
        return (isUpload, parts[^2]) switch
        {
            (true, _) => UploadAsync(context, repository, parts[^1]),
            (_, "manifests") => ManifestAsync(context, $"{repository}{(parts[^1].Contains(':', StringComparison.Ordinal) ? '@' : ':')}{parts[^1]}"),
            _ => PartAsync(context, parts[^1]),
        };
    }

    private Task PartAsync(HttpListenerContext context, string digest) =>
        Parts.TryGetValue(digest, out var part) ? SendAsync(context, 200, "application/octet-stream", part) : ErrorAsync(context.Response, 404, "BLOB_UNKNOWN");

    private async Task ManifestAsync(HttpListenerContext context, string name)
    {
        if (context.Request.HttpMethod == "PUT")
        {
            var body = await ReadAsync(context.Request);
            using var manifest = JsonDocument.Parse(body);
            var needed = manifest.RootElement.GetProperty("layers").EnumerateArray().Append(manifest.RootElement.GetProperty("config")).Select(part => part.GetProperty("digest").GetString()!);
            if (needed.All(Parts.ContainsKey) && manifest.RootElement.GetProperty("mediaType").GetString() == context.Request.ContentType)
            {
                Manifests[name] = body;
                await SendAsync(context, 201, "text/plain", []);
                return;
            }

            await ErrorAsync(context.Response, 400, "MANIFEST_INVALID");
            return;
        }

        if (!Manifests.TryGetValue(name, out var known))
        {
            await ErrorAsync(context.Response, 404, "MANIFEST_UNKNOWN");
            return;
        }

        using var document = JsonDocument.Parse(known);
        context.Response.Headers["Docker-Content-Digest"] = SmallImage.DigestOf(known);
        await SendAsync(context, 200, document.RootElement.GetProperty("mediaType").GetString()!, known);
    }

    private async Task UploadAsync(HttpListenerContext context, string repository, string id)
    {
        switch (context.Request.HttpMethod)
        {
            case "POST":
                id = Guid.NewGuid().ToString("N");
                _uploads[id] = [];
                break;
            case "PATCH":
                _uploads[id] = [.. _uploads[id], .. await ReadAsync(context.Request)];
                break;
            default:
                byte[] content = [.. _uploads[id], .. await ReadAsync(context.Request)];
                var digest = context.Request.QueryString["digest"]!;
                if (SmallImage.DigestOf(content) != digest)
                {
                    await ErrorAsync(context.Response, 400, "DIGEST_INVALID");
                    return;
                }

                Parts[digest] = content;
                await SendAsync(context, 201, "text/plain", []);
                return;
        }

        context.Response.Headers["Location"] = $"/v2/{repository}/blobs/uploads/{id}?state=1";
        await SendAsync(context, 202, "text/plain", []);
    }

    private static async Task<byte[]> ReadAsync(HttpListenerRequest request)
    {
        using var content = new MemoryStream();
        await request.InputStream.CopyToAsync(content);
        return content.ToArray();
    }

    private static Task ErrorAsync(HttpListenerResponse response, int status, string code)
    {
        response.StatusCode = status;
        response.ContentType = "application/json";
        response.Close(Encoding.UTF8.GetBytes($"{{\"errors\":[{{\"code\":\"{code}\",\"message\":\"because of {code}\"}}]}}"), willBlock: true);
        return Task.CompletedTask;
    }

    private static async Task SendAsync(HttpListenerContext context, int status, string contentType, byte[] body)
    {
        var response = context.Response;
        (response.StatusCode, response.ContentType, response.ContentLength64) = (status, contentType, body.Length);
        if (context.Request.HttpMethod != "HEAD")
        {
            await response.OutputStream.WriteAsync(body);
        }

        response.Close();
    }
}
