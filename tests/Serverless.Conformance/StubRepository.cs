using System.Text.Json.Nodes;
using Serverless.Sam;

namespace Serverless.Conformance;

/// <summary>Stands for the repository of applications: the same template for all of them, but for those that a pack lets fail.</summary>
internal sealed class StubRepository(string url, Dictionary<string, string>? failures = null) : IApplicationRepository
{
    /// <summary>Reads the answers that a pack gives.</summary>
    public static StubRepository Read(string path)
    {
        var answers = JsonNode.Parse(File.ReadAllText(path))!;
        return new((string)answers["default"]!["TemplateUrl"]!, answers["fail"]!.AsObject().ToDictionary(failure => failure.Key, failure => (string)failure.Value!));
    }

    /// <inheritdoc/>
    public ApplicationTemplate Find(string applicationId, string semanticVersion) =>
        failures is not null && failures.TryGetValue(applicationId, out var failure) ? ApplicationTemplate.Refused(failure) : ApplicationTemplate.At(url);
}
