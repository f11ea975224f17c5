using System.Net.Http.Headers;
using System.Text.Json;
using Serverless.Diagnostics;

namespace Serverless.Aws.Images;

/// <summary>
/// Answers a registry's question for a password: with a token of ECR, or with what <c>docker login</c> has left, directly or at the token
/// service that the registry names (https://distribution.github.io/distribution/spec/auth/token/).
/// </summary>
internal sealed class RegistryAuthorization(AwsConnection connection, ImageRepository repository, HttpClient http)
{
    /// <summary>What requests carry; null before the registry has asked.</summary>
    public AuthenticationHeaderValue? Current { get; private set; }

    /// <summary>Finds what the registry asks for. Nothing changes when there is none, and the registry then says what is missing.</summary>
    /// <exception cref="DiagnosticException">ECR gives no token.</exception>
    public async Task AnswerAsync(IReadOnlyList<AuthenticationHeaderValue> questions, CancellationToken cancellationToken)
    {
        var password = repository.EcrRegion is not null ? await EcrToken.GetAsync(connection, cancellationToken) : DockerLogin.Find(repository.Registry);
        var basic = password is null ? null : new AuthenticationHeaderValue("Basic", password);
        var bearer = questions.FirstOrDefault(question => string.Equals(question.Scheme, "Bearer", StringComparison.OrdinalIgnoreCase));
        Current = bearer?.Parameter is { } parameter ? await AskAsync(Read(parameter), basic, cancellationToken) ?? basic : basic;
    }

    private async Task<AuthenticationHeaderValue?> AskAsync(Dictionary<string, string> question, AuthenticationHeaderValue? basic, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(question.GetValueOrDefault("realm"), UriKind.Absolute, out var realm) || (realm.Scheme != Uri.UriSchemeHttps && !realm.IsLoopback))
        {
            return null;
        }

        var query = $"scope={Uri.EscapeDataString($"repository:{repository.Name}:pull,push")}{(question.TryGetValue("service", out var service) ? $"&service={Uri.EscapeDataString(service)}" : "")}";
        using var request = new HttpRequestMessage(HttpMethod.Get, new UriBuilder(realm) { Query = query }.Uri);
        request.Headers.Authorization = basic;
        using var reply = await http.SendAsync(request, cancellationToken);
        if (!reply.IsSuccessStatusCode)
        {
            return null;
        }

        using var document = JsonDocument.Parse(await reply.Content.ReadAsStringAsync(cancellationToken));
        var token = document.RootElement.TryGetProperty("token", out var named) || document.RootElement.TryGetProperty("access_token", out named) ? named.GetString() : null;
        return token is null ? null : new("Bearer", token);
    }

    // realm="https://…",service="…"
    private static Dictionary<string, string> Read(string parameter) =>
        parameter.Split(',', StringSplitOptions.TrimEntries)
            .Select(part => part.Split('=', 2))
            .Where(pair => pair.Length == 2)
            .GroupBy(pair => pair[0], StringComparer.OrdinalIgnoreCase)
            .ToDictionary(same => same.Key, same => same.First()[1].Trim('"'), StringComparer.OrdinalIgnoreCase);
}
