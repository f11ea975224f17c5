using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Serverless.Text;

namespace Serverless.Artifacts.Sizes;

/// <summary>What a function of the package weighs.</summary>
/// <param name="LogicalId">Its logical id.</param>
/// <param name="Artifact">The id of the artifact with its code, which other functions may share.</param>
/// <param name="Zipped">Bytes of the zip, or of the archive with its image.</param>
/// <param name="Unzipped">Bytes of the zip's files, or of the image's layers before their compression.</param>
public sealed record FunctionSize(string LogicalId, string Artifact, long Zipped, long Unzipped)
{
    /// <summary>The id of the nested template that has the function; null for the app's own.</summary>
    public string? Template { get; init; }

    /// <summary>True when it runs a container image.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsImage { get; init; }

    /// <summary>Its layers that are packaged with it.</summary>
    public ImmutableArray<LayerSize> Layers { get; init; } = [];

    /// <summary>How many layers it has that are made elsewhere, or chosen when the stack is deployed, so that nobody knows what they weigh.</summary>
    public int UnknownLayers { get; init; }

    /// <summary>What counts against Lambda's limit: code and the layers that are known.</summary>
    public long UnzippedWithLayers
    {
        get
        {
            var sum = Unzipped;
            foreach (var layer in Layers)
            {
                sum += layer.Unzipped;
            }

            return sum;
        }
    }

    /// <summary>What its code may weigh; null when nobody said.</summary>
    public SizeBudget? Budget { get; init; }

    /// <summary>The function's place in the template.</summary>
    [JsonIgnore]
    public SourceSpan Span { get; init; }

    /// <summary>The logical id, behind the nested template's id where there is one.</summary>
    [JsonIgnore]
    public string Name => Template is null ? LogicalId : $"{Template}:{LogicalId}";
}

/// <summary>A layer of the package that a function has.</summary>
/// <param name="LogicalId">Its logical id.</param>
/// <param name="Artifact">The id of the artifact with its content.</param>
/// <param name="Unzipped">Bytes of the zip's files.</param>
public sealed record LayerSize(string LogicalId, string Artifact, long Unzipped);
