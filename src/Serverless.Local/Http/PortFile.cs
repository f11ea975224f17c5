using System.Text.Json;

namespace Serverless.Local.Http;

/// <summary>Which API has which port, in a small JSON file, so that URLs survive a restart.</summary>
/// <param name="folder">Absolute path of the folder that holds the file.</param>
internal sealed class PortFile(string folder)
{
    private readonly string _path = Path.Combine(folder, "http-apis.json");
    private readonly Lock _gate = new();

    /// <summary>All ports by API id. A file that cannot be read is as good as none.</summary>
    public IReadOnlyDictionary<string, int> Read()
    {
        lock (_gate)
        {
            return ReadAll();
        }
    }

    /// <summary>Remembers a port.</summary>
    public void Set(string apiId, int port) => Change(ports => ports[apiId] = port);

    /// <summary>Forgets an API.</summary>
    public void Remove(string apiId) => Change(ports => ports.Remove(apiId));

    private void Change(Action<SortedDictionary<string, int>> change)
    {
        lock (_gate)
        {
            var ports = ReadAll();
            change(ports);
            Write(ports);
        }
    }

    private SortedDictionary<string, int> ReadAll()
    {
        var ports = new SortedDictionary<string, int>(StringComparer.Ordinal);
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(_path));
            foreach (var api in document.RootElement.EnumerateObject())
            {
                ports[api.Name] = api.Value.GetInt32();
            }
        }
        catch (Exception exception) when (exception is IOException or JsonException or InvalidOperationException or FormatException)
        {
            ports.Clear();
        }

        return ports;
    }

    // Beside the file first: a half-written one would lose every URL.
    private void Write(SortedDictionary<string, int> ports)
    {
        Directory.CreateDirectory(folder);
        var temporary = $"{_path}.{Guid.NewGuid():n}";
        using (var file = File.Create(temporary))
        using (var json = new Utf8JsonWriter(file, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            foreach (var (apiId, port) in ports)
            {
                json.WriteNumber(apiId, port);
            }

            json.WriteEndObject();
        }

        File.Move(temporary, _path, overwrite: true);
    }
}
