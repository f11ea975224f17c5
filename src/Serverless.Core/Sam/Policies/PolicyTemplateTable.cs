using Serverless.Sam.Resources;
using Serverless.Templates;

namespace Serverless.Sam.Policies;

/// <summary>A policy template of SAM: a policy with holes for the parameters' values.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Parameters">The parameters, all of which are required.</param>
/// <param name="Statements">Its statements in the lines of the table.</param>
internal sealed record PolicyTemplate(string Name, string[] Parameters, List<string> Statements)
{
    /// <summary>The policy with the parameters' values in it.</summary>
    public MapValue Fill(MapValue values)
    {
        var statements = new ListValue();
        MapValue? statement = null;
        foreach (var line in Statements)
        {
            if (line[0] is '+' or '-')
            {
                statement = Statement(line);
                statements.Add(statement);
            }
            else
            {
                AddLine(statement!, line, values);
            }
        }

        return Values.Map(("Statement", statements));
    }

    private static MapValue Statement(string line) => Values.Map(
        ("Action", line[0] == '+' ? new ListValue(line[2..].Split(' ').Select(action => (TemplateValue)action)) : line[2..]),
        ("Effect", "Allow"));

    private static void AddLine(MapValue statement, string line, MapValue values)
    {
        switch (line[0])
        {
            case '>':
                statement["Resource"] = Text(line[2..], values);
                break;
            case '*':
                ((ListValue)statement.GetOrAdd("Resource", () => new ListValue())).Add(Text(line[2..], values));
                break;
            default:
                var words = line.Split(' ', 4);
                statement["Condition"] = Values.Map((words[1], Values.Map((words[2], Text(words[3], values)))));
                break;
        }
    }

    private static TemplateValue Text(string written, MapValue values)
    {
        var at = written.IndexOf(" | ", StringComparison.Ordinal);
        if (at < 0)
        {
            return written.Contains("${", StringComparison.Ordinal) ? Intrinsic.Sub(written) : written;
        }

        var variables = new MapValue();
        foreach (var variable in written[(at + 3)..].Split(' '))
        {
            var pair = variable.Split('=');
            variables.Set(pair[0], values[pair[^1]]!);
        }

        return new MapValue(new MapEntry("Fn::Sub", Values.List(written[..at], variables)));
    }
}

/// <summary>The policy templates by name.</summary>
internal static class PolicyTemplateTable
{
    private static readonly Lazy<Dictionary<string, PolicyTemplate>> _templates = new(Read);

    public static IEnumerable<string> Names => _templates.Value.Keys;

    public static PolicyTemplate? Find(string name) => _templates.Value.GetValueOrDefault(name);

    private static Dictionary<string, PolicyTemplate> Read()
    {
        var templates = new Dictionary<string, PolicyTemplate>();
        PolicyTemplate? current = null;
        foreach (var line in EmbeddedTable.ReadLines("policy-templates.txt"))
        {
            if (line[0] == '=')
            {
                var words = line[2..].Split(' ');
                current = new(words[0], words[1..], []);
                templates.Add(words[0], current);
            }
            else
            {
                current!.Statements.Add(line);
            }
        }

        return templates;
    }
}
