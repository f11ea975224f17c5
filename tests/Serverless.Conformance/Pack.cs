using System.Text.Json.Nodes;
using Serverless.Sam;
using Serverless.Templates;

namespace Serverless.Conformance;

/// <summary>A folder of SAM templates with what the reference transform makes of them. There are two formats, which the manifest tells apart.</summary>
public sealed class Pack
{
    private Pack(string folder, IReadOnlyList<PackRun> runs)
    {
        Folder = folder;
        Runs = runs;
    }

    /// <summary>The folder that has the manifest.</summary>
    public string Folder { get; }

    /// <summary>Every template with every partition it is to be expanded for.</summary>
    public IReadOnlyList<PackRun> Runs { get; }

    /// <summary>Reads a pack's manifest.</summary>
    public static Pack Open(string folder)
    {
        var manifest = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "manifest.json")))!;
        var runs = manifest["cases"] is JsonArray cases
            ? CorpusRuns(folder, cases)
            : manifest["entries"]!.AsArray().Select(one => RealRun(folder, manifest["settings"]!, one!));
        return new(folder, [.. runs]);
    }

    private static IEnumerable<PackRun> CorpusRuns(string folder, JsonArray cases)
    {
        var policies = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "data", "managed_policies.caller.json")))!.AsObject()
            .ToDictionary(partition => partition.Key, partition => partition.Value!.AsObject().ToDictionary(policy => policy.Key, policy => (string)policy.Value!));
        var repository = StubRepository.Read(Path.Combine(folder, "data", "sar_stub.json"));
        return cases.SelectMany(one => CorpusRuns(folder, one!, policies, repository));
    }

    private static IEnumerable<PackRun> CorpusRuns(string folder, JsonNode one, Dictionary<string, Dictionary<string, string>> policies, StubRepository repository)
    {
        foreach (var partition in one["partitions"]!.AsArray())
        {
            var name = (string)partition!["partition"]!;
            yield return new PackRun
            {
                Name = (string)one["name"]!,
                OutputName = $"{(string)one["name"]!}.{name}.json",
                InputPath = Path.Combine(folder, (string)one["input"]!),
                ExpectedPath = Path.Combine(folder, (string)partition["expected"]!),
                Context = new TransformContext
                {
                    Region = (string)partition["region"]!,
                    Time = new FixedTime((double?)one["epochSeconds"] ?? 0),
                    ParameterValues = Strings(one["parameters"]),
                    ManagedPolicies = () => policies[name],
                    Applications = repository,
                    Features = (bool?)one["featureTogglesOn"] ?? false ? SamFeatures.All : SamFeatures.None,
                    PassthroughMetadata = (bool?)one["passthroughMetadata"] ?? false,
                },
            };
        }
    }

    private static PackRun RealRun(string folder, JsonNode settings, JsonNode one) => new()
    {
        Name = (string)one["id"]!,
        OutputName = $"{(string)one["id"]!}.json",
        InputPath = Path.Combine(folder, (string)one["input"]!),
        ExpectedPath = Path.Combine(folder, (string)one["expected"]!),
        Context = new TransformContext
        {
            Region = (string)settings["region"]!,
            Time = new FixedTime((double)settings["frozen_time"]!),
            Applications = (string?)settings["sar_template_url"] is { } url ? new StubRepository(url) : null,
        },
    };

    private static Dictionary<string, TemplateValue> Strings(JsonNode? parameters) =>
        (parameters?.AsObject() ?? []).ToDictionary(parameter => parameter.Key, parameter => (TemplateValue)(string)parameter.Value!);

    private sealed class FixedTime(double epochSeconds) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddSeconds(epochSeconds);
    }
}
