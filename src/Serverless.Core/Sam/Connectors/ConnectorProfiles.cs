namespace Serverless.Sam.Connectors;

/// <summary>The table of connections that SAM knows, read when a template first has a connector.</summary>
internal sealed class ConnectorProfiles
{
    private static readonly Lazy<ConnectorProfiles> _table = new(Read);

    private readonly Dictionary<string, ConnectableType> _types = [];
    private readonly Dictionary<string, ConnectorProfile> _profiles = [];

    /// <summary>What a connector between two types makes; null when they cannot be connected.</summary>
    public static ConnectorProfile? Find(string source, string destination) => _table.Value._profiles.GetValueOrDefault(NameOf(source, destination));

    public static ConnectableType TypeOf(string type) => _table.Value._types.GetValueOrDefault(type, ConnectableType.Unknown);

    private static ConnectorProfiles Read()
    {
        var table = new ConnectorProfiles();
        ConnectorProfile? current = null;
        foreach (var line in EmbeddedTable.ReadLines("connector-profiles.txt"))
        {
            if (line[0] == '=')
            {
                table.AddType(line[2..].Split(' '));
            }
            else if (line[0] == '>')
            {
                current = table.AddProfile(line[2..].Split(' '));
            }
            else
            {
                current!.Grants.Add(GrantOf(line));
            }
        }

        return table;
    }

    private void AddType(string[] words)
    {
        var members = words[1..].Select(word => word.Split('=')).Select(pair => (Name: pair[0], Text: pair[1])).ToList();
        var role = members.Find(member => member.Name == "Role").Text;
        _types[words[0]] = new(role, [.. members.Where(member => member.Name != "Role")]);
    }

    private ConnectorProfile AddProfile(string[] words)
    {
        var profile = new ConnectorProfile(KindOf(words[2])) { WaitsFor = WaitsFor(words), ValidCombinations = ValidCombinations(words) };
        foreach (var source in words[0].Split(','))
        {
            foreach (var destination in words[1].Split(','))
            {
                _profiles[NameOf(source, destination)] = profile;
            }
        }

        return profile;
    }

    private static string NameOf(string source, string destination) => $"{source}>{destination}";

    private static ConnectorKind KindOf(string word) => word switch
    {
        "source-role" => ConnectorKind.SourceRole,
        "destination-role" => ConnectorKind.DestinationRole,
        "queue-policy" => ConnectorKind.QueuePolicy,
        "topic-policy" => ConnectorKind.TopicPolicy,
        _ => ConnectorKind.FunctionPermission,
    };

    private static WaitsForConnector WaitsFor(string[] words) => Option(words, "before=") switch
    {
        "source" => WaitsForConnector.Source,
        "mapping" => WaitsForConnector.EventSourceMapping,
        _ => WaitsForConnector.Nothing,
    };

    private static string[][] ValidCombinations(string[] words) =>
        Option(words, "valid=") is { } combinations ? [.. combinations.Split(',').Select(one => one.Split('+'))] : [];

    private static string? Option(string[] words, string name) =>
        Array.Find(words, word => word.StartsWith(name, StringComparison.Ordinal))?[name.Length..];

    private static ConnectorGrant GrantOf(string line)
    {
        var halves = line.Split(" | ");
        var words = halves[0].Split(' ');
        return new(words[0], words[1..], halves.Length > 1 ? halves[1].Split(' ') : []);
    }
}
