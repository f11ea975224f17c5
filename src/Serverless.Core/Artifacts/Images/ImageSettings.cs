using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Serverless.Artifacts.Images;

/// <summary>
/// The settings of an image that the .NET SDK made (https://github.com/opencontainers/image-spec/blob/main/config.md), without what it
/// stamps: times, and a layer whose files have the time of the build.
/// </summary>
internal sealed class ImageSettings
{
    // Zips have the same year zero.
    private const string Time = "1980-01-01T00:00:00Z";

    private readonly JsonObject _root;

    /// <param name="config">The settings with a last layer that is to be replaced.</param>
    /// <exception cref="InvalidDataException">They cannot be read.</exception>
    public ImageSettings(byte[] config)
    {
        try
        {
            _root = JsonNode.Parse(config)!.AsObject();
            Layers.RemoveAt(Layers.Count - 1);
            _root["created"] = Time;
            if (_root["history"] is JsonArray { Count: > 0 } history)
            {
                history.RemoveAt(history.Count - 1);
                history.Add((JsonNode)new JsonObject { ["created"] = Time, ["created_by"] = "Serverless.Sdk" });
            }

            Folder = _root["config"]?["WorkingDir"]?.GetValue<string>() is { Length: > 0 } folder ? folder : "/";
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException or ArgumentOutOfRangeException)
        {
            throw new InvalidDataException("its settings cannot be read", broken);
        }
    }

    /// <summary>The folder that the program lies in.</summary>
    public string Folder { get; }

    private JsonArray Layers => _root["rootfs"]?["diff_ids"] as JsonArray ?? throw new InvalidOperationException();

    /// <summary>The settings without the program's layer, for a hash.</summary>
    public byte[] WriteBase() => Write(_root);

    /// <summary>The settings with the program's layer.</summary>
    /// <param name="diffId">The digest of the layer before its compression.</param>
    public byte[] Write(string diffId)
    {
        var whole = _root.DeepClone().AsObject();
        ((JsonArray)whole["rootfs"]!["diff_ids"]!).Add((JsonNode)diffId);
        return Write(whole);
    }

    private static byte[] Write(JsonObject settings) => JsonBytes.Write(json =>
    {
        foreach (var (name, value) in settings)
        {
            json.WritePropertyName(name);
            if (value is null)
            {
                json.WriteNullValue();
            }
            else
            {
                value.WriteTo(json);
            }
        }
    });
}
