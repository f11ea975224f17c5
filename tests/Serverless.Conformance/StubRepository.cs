using System.Text.Json.Nodes;
using Serverless.Sam;

namespace Serverless.Conformance;

/// <summary>Stands for the repository of applications: the same template for all of them, but for those that a pack lets fail.</summary>
internal sealed class StubRepository(string url, JsonObject? failures = null) : IApplicationRepository
{
    /// <summary>Reads the answers that a pack gives.</summary>
    public static StubRepository Read(string path)
    {
        var answers = JsonNode.Parse(File.ReadAllText(path))!;
        return new((string)answers["default"]!["TemplateUrl"]!, answers["fail"]!.AsObject());
    }

    /// <inheritdoc/>
    public ApplicationTemplate Find(string applicationId, string semanticVersion) =>
        failures?[applicationId] is { } failure ? ApplicationTemplate.Refused((string)failure!) : ApplicationTemplate.At(url);
}
