namespace Serverless.Sam.Policies;

/// <summary>Finds the ARN of a managed policy by its name: in AWS's own table, and with whoever the caller named.</summary>
internal sealed class ManagedPolicies(string partition, Func<IReadOnlyDictionary<string, string>>? load)
{
    private static readonly Lazy<Dictionary<string, Dictionary<string, string>>> _table = new(ReadTable);

    private IReadOnlyDictionary<string, string>? _loaded;

    /// <summary>The ARN of one of AWS's policies, given with its path.</summary>
    public string ArnOf(string pathAndName) => $"arn:{partition}:iam::aws:policy/{pathAndName}";

    /// <summary>The name of the policy that lets something write traces, which differs between partitions.</summary>
    public static string Tracing(string partition) => partition == "aws" ? "AWSXrayWriteOnlyAccess" : "AWSXRayDaemonWriteAccess";

    /// <summary>The ARN for a name. An ARN, and a name that nobody knows, stay as they are.</summary>
    public string Find(string name)
    {
        if (_table.Value.TryGetValue(partition, out var own) && own.TryGetValue(name, out var path))
        {
            return ArnOf(path + name);
        }

        if (name.StartsWith("arn:", StringComparison.Ordinal) || load is null)
        {
            return name;
        }

        _loaded ??= load();
        return _loaded.TryGetValue(name, out var arn) && arn.Length > 0 ? arn : name;
    }

    private static Dictionary<string, Dictionary<string, string>> ReadTable()
    {
        var table = new Dictionary<string, Dictionary<string, string>>();
        var path = "";
        List<Dictionary<string, string>> partitions = [];
        foreach (var line in EmbeddedTable.ReadLines("managed-policies.txt"))
        {
            if (line.StartsWith(": ", StringComparison.Ordinal))
            {
                var words = line.Split(' ');
                path = words[1] == "-" ? "" : words[1];
                partitions = [.. words.Skip(2).Select(name => Partition(table, name))];
                continue;
            }

            foreach (var names in partitions)
            {
                names.TryAdd(line, path);
            }
        }

        return table;
    }

    private static Dictionary<string, string> Partition(Dictionary<string, Dictionary<string, string>> table, string name) =>
        table.TryGetValue(name, out var names) ? names : table[name] = new(1500);
}
