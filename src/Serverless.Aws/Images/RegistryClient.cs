using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Serverless.Artifacts.Images;
using Serverless.Diagnostics;

namespace Serverless.Aws.Images;

/// <summary>
/// The part of the registry protocol that pushing needs (https://github.com/opencontainers/distribution-spec/blob/main/spec.md). What
/// passes by itself is tried again; a transfer begins anew.
/// </summary>
internal sealed class RegistryClient : IDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);

    private readonly AwsConnection _connection;
    private readonly ImageRepository _repository;
    private readonly RegistryAuthorization _authorization;
    private readonly HttpClient _http = new(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(10) }) { Timeout = TimeSpan.FromMinutes(10) };

    public RegistryClient(AwsConnection connection, ImageRepository repository)
    {
        (_connection, _repository) = (connection, repository);
        _authorization = new(connection, repository, _http);
    }

    public void Dispose() => _http.Dispose();

    /// <summary>Is there an image of that tag?</summary>
    public async Task<bool> HasManifestAsync(string tag, CancellationToken cancellationToken)
    {
        using var reply = await AskAsync(HttpMethod.Head, $"manifests/{tag}", request =>
        {
            request.Headers.Accept.ParseAdd(ImageMediaTypes.Manifest);
            request.Headers.Accept.ParseAdd(ImageMediaTypes.DockerManifest);
        }, cancellationToken);
        return await IsThereAsync(reply, "a question", cancellationToken);
    }

    /// <summary>Sends a part of an image unless it is there already.</summary>
    public async Task PushAsync(ImagePart part, Func<Stream> open, SentBytes sent, CancellationToken cancellationToken)
    {
        using var known = await AskAsync(HttpMethod.Head, $"blobs/{part.Digest}", _ => { }, cancellationToken);
        if (!await IsThereAsync(known, part.Digest, cancellationToken))
        {
            using var done = await RetryAsync(() => UploadAsync(part, open, sent, cancellationToken), cancellationToken);
            await ExpectAsync(done, part.Digest, cancellationToken);
        }

        sent.Complete(part.Size);
    }

    /// <summary>Makes the image complete, once all of its parts are there.</summary>
    public async Task PutManifestAsync(string tag, ImageManifest manifest, CancellationToken cancellationToken)
    {
        using var reply = await AskAsync(HttpMethod.Put, $"manifests/{tag}", request =>
        {
            request.Content = new ReadOnlyMemoryContent(manifest.Bytes);
            request.Content.Headers.ContentType = new(manifest.MediaType);
        }, cancellationToken);
        await ExpectAsync(reply, $"image {manifest.Digest}", cancellationToken);
    }

    // As docker does it, which every registry is made for: ask for a place, send all at once, name the digest.
    private async Task<HttpResponseMessage> UploadAsync(ImagePart part, Func<Stream> open, SentBytes sent, CancellationToken cancellationToken)
    {
        var started = await SendAsync(HttpMethod.Post, Url("blobs/uploads/"), _ => { }, cancellationToken);
        if (started.StatusCode != HttpStatusCode.Accepted)
        {
            return started;
        }

        var patched = await SendAsync(HttpMethod.Patch, Next(started), request => request.Content = new PartContent(open(), part.Size, sent), cancellationToken);
        if (!patched.IsSuccessStatusCode)
        {
            return patched;
        }

        var url = Next(patched);
        return await SendAsync(HttpMethod.Put, new($"{url}{(url.Query.Length > 0 ? "&" : "?")}digest={Uri.EscapeDataString(part.Digest)}"), request => request.Content = new ByteArrayContent([]), cancellationToken);
    }

    private Uri Next(HttpResponseMessage reply)
    {
        using (reply)
        {
            return reply.Headers.Location is { } location ? new(_repository.Endpoint, location) : throw new HttpRequestException("the registry does not say where to send to");
        }
    }

    private Uri Url(string path) => new(_repository.Endpoint, $"v2/{_repository.Name}/{path}");

    private Task<HttpResponseMessage> AskAsync(HttpMethod method, string path, Action<HttpRequestMessage> fill, CancellationToken cancellationToken) =>
        RetryAsync(() => SendAsync(method, Url(path), fill, cancellationToken), cancellationToken);

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, Uri url, Action<HttpRequestMessage> fill, CancellationToken cancellationToken)
    {
        var reply = await OnceAsync();
        if (reply.StatusCode != HttpStatusCode.Unauthorized)
        {
            return reply;
        }

        using (reply)
        {
            await _authorization.AnswerAsync([.. reply.Headers.WwwAuthenticate], cancellationToken);
        }

        return await OnceAsync();

        async Task<HttpResponseMessage> OnceAsync()
        {
            using var request = new HttpRequestMessage(method, url);
            fill(request);
            // The place of an upload may be elsewhere, where the registry's password has no business.
            request.Headers.Authorization = url.Host == _repository.Endpoint.Host ? _authorization.Current : null;
            return await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        }
    }

    private async Task<HttpResponseMessage> RetryAsync(Func<Task<HttpResponseMessage>> send, CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                var reply = await send();
                if (!IsPassing(reply.StatusCode) || attempt == _connection.Retries)
                {
                    return reply;
                }

                reply.Dispose();
            }
            catch (Exception broken) when (IsSilence(broken, cancellationToken))
            {
                if (attempt == _connection.Retries)
                {
                    throw new DiagnosticException(AwsDiagnostics.NotReachable("The registry", _repository.Registry, AwsErrors.Brief(broken)));
                }
            }

            await Task.Delay(FirstPause * (1 << Math.Min(attempt, 5)), cancellationToken);
        }
    }

    private static bool IsPassing(HttpStatusCode status) => (int)status is >= 500 or 429 or 408;

    private static bool IsSilence(Exception exception, CancellationToken cancellationToken) =>
        exception is HttpRequestException or IOException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested);

    private async Task<bool> IsThereAsync(HttpResponseMessage reply, string what, CancellationToken cancellationToken)
    {
        if (reply.StatusCode == HttpStatusCode.NotFound)
        {
            return false;
        }

        await ExpectAsync(reply, what, cancellationToken);
        return true;
    }

    private async Task ExpectAsync(HttpResponseMessage reply, string what, CancellationToken cancellationToken)
    {
        if (reply.IsSuccessStatusCode)
        {
            return;
        }

        var detail = await ReadErrorAsync(reply, cancellationToken);
        throw new DiagnosticException(reply.StatusCode switch
        {
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => AwsDiagnostics.DeniedRegistry(_repository.ToString(), detail, _repository.EcrRegion is not null),
            HttpStatusCode.NotFound => AwsDiagnostics.UnknownRepository(_repository.ToString(), _repository.Name, _repository.EcrRegion),
            _ => AwsDiagnostics.RefusedImage(_repository.ToString(), what, detail),
        });
    }

    private static async Task<string> ReadErrorAsync(HttpResponseMessage reply, CancellationToken cancellationToken)
    {
        var status = $"HTTP {(int)reply.StatusCode}";
        try
        {
            using var document = JsonDocument.Parse(await reply.Content.ReadAsStringAsync(cancellationToken));
            var error = document.RootElement.GetProperty("errors")[0];
            return $"{status} {error.GetProperty("code").GetString()}, {error.GetProperty("message").GetString()}";
        }
        catch (Exception unreadable) when (unreadable is JsonException or KeyNotFoundException or InvalidOperationException or IndexOutOfRangeException or HttpRequestException or IOException)
        {
            return status;
        }
    }
}
