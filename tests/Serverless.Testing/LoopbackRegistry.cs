using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Serverless.Testing;

/// <summary>A registry of container images on this machine, with the part of the protocol that pulling and pushing need. Nothing is remembered.</summary>
public sealed class LoopbackRegistry : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<string, byte[]> _uploads = new();
    private readonly ConcurrentQueue<string> _requests = new();

    /// <summary>A registry that answers.</summary>
    public LoopbackRegistry()
    {
        _listener.Start();
        _ = ServeAsync();
    }

    /// <summary>Its host and port.</summary>
    public string Host => $"localhost:{((IPEndPoint)_listener.LocalEndpoint).Port}";

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
    public void Dispose()
    {
        _stop.Cancel();
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token), _stop.Token);
            }
        }
        catch (Exception closed) when (closed is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client, CancellationToken cancellationToken)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                while (await ReadAsync(stream, cancellationToken) is { } request)
                {
                    _requests.Enqueue($"{request.Method} {request.Url.AbsolutePath}");
                    var status = Interfere(request.Method, request.Url.AbsolutePath);
                    if (status == -1)
                    {
                        client.LingerState = new(enable: true, seconds: 0);
                        return;
                    }

                    await WriteAsync(stream, request, status is { } failure ? Error(failure, "TEST") : Answer(request), cancellationToken);
                }
            }
            catch (Exception gone) when (gone is IOException or OperationCanceledException or ObjectDisposedException)
            {
                // The client went away, or the test is over.
            }
        }
    }

    private Reply Answer(Request request)
    {
        var query = request.Url.Query.TrimStart('?').Split('&').Select(pair => pair.Split('=', 2)).Where(pair => pair.Length == 2).ToDictionary(pair => pair[0], pair => Uri.UnescapeDataString(pair[1]));
        if (request.Url.AbsolutePath == "/token")
        {
            return new(200, "application/json", Encoding.UTF8.GetBytes($"{{\"token\":\"for {request.Headers.GetValueOrDefault("authorization") ?? "nobody"} {query["scope"]}\"}}"));
        }

        return Authorization is not null && request.Headers.GetValueOrDefault("authorization") != Authorization
            ? Error(401, "UNAUTHORIZED") with { Headers = $"WWW-Authenticate: {Question}\r\n" }
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
                ? new(200, MediaTypeOf(known), known) { Headers = $"Docker-Content-Digest: {SmallImage.DigestOf(known)}\r\n" }
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
        return new(202, "text/plain", []) { Headers = $"Location: /v2/{repository}/blobs/uploads/{id}?state=1\r\n" };
    }

    private static string MediaTypeOf(byte[] manifest)
    {
        using var document = JsonDocument.Parse(manifest);
        return document.RootElement.GetProperty("mediaType").GetString()!;
    }

    private static Reply Error(int status, string code) => new(status, "application/json", Encoding.UTF8.GetBytes($"{{\"errors\":[{{\"code\":\"{code}\",\"message\":\"because of {code}\"}}]}}"));

    private async Task<Request?> ReadAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        var head = new List<byte>();
        var one = new byte[1];
        while (!(head.Count >= 4 && head[^4..] is [(byte)'\r', (byte)'\n', (byte)'\r', (byte)'\n']))
        {
            if (await stream.ReadAsync(one, cancellationToken) == 0)
            {
                return null;
            }

            // Whoever begins with TLS is told at once that it is not spoken here.
            if (head.Count == 0 && !char.IsAsciiLetterUpper((char)one[0]))
            {
                return null;
            }

            head.Add(one[0]);
        }

        var lines = Encoding.ASCII.GetString([.. head]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var headers = lines.Skip(1).Select(line => line.Split(':', 2)).GroupBy(pair => pair[0].ToLowerInvariant()).ToDictionary(same => same.Key, same => same.First()[1].Trim());
        var body = new byte[int.Parse(headers.GetValueOrDefault("content-length") ?? "0", CultureInfo.InvariantCulture)];
        await stream.ReadExactlyAsync(body, cancellationToken);
        return new(lines[0].Split(' ')[0], new Uri($"http://{Host}{lines[0].Split(' ')[1]}"), headers, body);
    }

    private static async Task WriteAsync(NetworkStream stream, Request request, Reply reply, CancellationToken cancellationToken)
    {
        var head = string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {reply.Status} Whatever\r\nContent-Type: {reply.ContentType}\r\nContent-Length: {reply.Body.Length}\r\n{reply.Headers}\r\n");
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head), cancellationToken);
        if (request.Method != "HEAD")
        {
            await stream.WriteAsync(reply.Body, cancellationToken);
        }
    }

    private sealed record Request(string Method, Uri Url, Dictionary<string, string> Headers, byte[] Body);

    private sealed record Reply(int Status, string ContentType, byte[] Body)
    {
        public string Headers { get; init; } = "";
    }
}
