using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Serverless.Testing;

/// <summary>
/// Stands for AWS with an application repository: it answers the repository's questions itself
/// (<see href="https://docs.aws.amazon.com/serverlessrepo/latest/devguide/using-aws-sam.html"/>) and hands every other request to a cloud without one.
/// </summary>
public sealed class LoopbackApplicationRepository : IDisposable
{
    private const string Bucket = "awsserverlessrepo-changesets-stand-in";

    private readonly HttpListener _listener = new();
    private readonly HttpClient _cloud = new(new SocketsHttpHandler { AllowAutoRedirect = false, AutomaticDecompression = DecompressionMethods.None });
    private readonly ConcurrentQueue<string> _questions = new();
    private int _preparing;

    /// <summary>A repository that answers.</summary>
    /// <param name="cloudUrl">The cloud for everything else; templates are put into its S3.</param>
    public LoopbackApplicationRepository(string cloudUrl)
    {
        _cloud.BaseAddress = new(cloudUrl);
        using (var free = new TcpListener(IPAddress.Loopback, 0))
        {
            free.Start();
            Url = $"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}";
        }

        _listener.Prefixes.Add(Url + "/");
        _listener.Start();
        _ = ServeAsync();
    }

    /// <summary>Its address.</summary>
    public string Url { get; }

    /// <summary>What the repository was asked: method, decoded path, body.</summary>
    public IReadOnlyList<string> Questions => [.. _questions];

    /// <summary>The template of every application.</summary>
    public string Template { get; set; } = "";

    /// <summary>How often it says that a template is being prepared.</summary>
    public int Preparations { get; set; }

    /// <summary>A refusal of every question: status, the service's error code, its message; null for none.</summary>
    public (int Status, string Code, string Message)? Refusal { get; set; }

    /// <summary>Ends it.</summary>
    public void Dispose()
    {
        _listener.Close();
        _cloud.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await _listener.GetContextAsync());
            }
        }
        catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(HttpListenerContext context)
    {
        try
        {
            await (context.Request.RawUrl!.StartsWith("/applications/", StringComparison.Ordinal) ? AnswerAsync(context) : ForwardAsync(context));
        }
        catch (Exception failure) when (failure is HttpListenerException or ObjectDisposedException or HttpRequestException or IOException)
        {
            context.Response.Abort();
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        using var reader = new StreamReader(context.Request.InputStream, Encoding.UTF8);
        _questions.Enqueue($"{context.Request.HttpMethod} {Uri.UnescapeDataString(context.Request.RawUrl!)} {await reader.ReadToEndAsync()}".TrimEnd());
        if (Refusal is var (status, code, message))
        {
            context.Response.Headers["x-amzn-ErrorType"] = code;
            await WriteAsync(context, status, new { message });
            return;
        }

        var isNew = context.Request.HttpMethod == "POST";
        _preparing = isNew ? Preparations : _preparing - 1;
        var name = Guid.NewGuid().ToString("N");
        var state = _preparing > 0 ? "PREPARING" : "ACTIVE";
        if (state == "ACTIVE")
        {
            (await _cloud.PutAsync($"/{Bucket}", content: null)).Dispose();
            using var body = new StringContent(Template);
            using var stored = await _cloud.PutAsync($"/{Bucket}/{name}", body);
            stored.EnsureSuccessStatusCode();
        }

        await WriteAsync(context, isNew ? 201 : 200, new { templateId = "t-1", status = state, templateUrl = $"https://{Bucket}.s3.amazonaws.com/{name}" });
    }

    private static async Task WriteAsync(HttpListenerContext context, int status, object body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await context.Response.OutputStream.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(body));
        context.Response.Close();
    }

    private async Task ForwardAsync(HttpListenerContext context)
    {
        using var request = new HttpRequestMessage(new(context.Request.HttpMethod), context.Request.RawUrl);
        using var content = new StreamContent(context.Request.InputStream);
        request.Content = context.Request.HasEntityBody ? content : null;
        foreach (var name in context.Request.Headers.AllKeys.OfType<string>().Where(name => name is not ("Host" or "Connection" or "Expect" or "Transfer-Encoding")))
        {
            if (!request.Headers.TryAddWithoutValidation(name, context.Request.Headers.GetValues(name)!))
            {
                request.Content?.Headers.TryAddWithoutValidation(name, context.Request.Headers.GetValues(name)!);
            }
        }

        using var reply = await _cloud.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        context.Response.StatusCode = (int)reply.StatusCode;
        foreach (var (name, values) in reply.Headers.Concat(reply.Content.Headers).Where(pair => pair.Key is not ("Transfer-Encoding" or "Connection" or "Content-Length" or "Date" or "Server")))
        {
            context.Response.Headers[name] = string.Join(", ", values);
        }

        if (context.Request.HttpMethod != "HEAD")
        {
            await reply.Content.CopyToAsync(context.Response.OutputStream);
        }
        else if (reply.Content.Headers.ContentLength is { } length)
        {
            context.Response.ContentLength64 = length;
        }

        context.Response.Close();
    }
}
