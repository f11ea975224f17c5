using Serverless.Diagnostics;
using Serverless.Sam.Errors;
using Serverless.Templates;

namespace Serverless.Sam.Resources;

/// <summary>The properties of a SAM resource type or event source, in the order in which they are checked.</summary>
internal sealed class PropertyTable(string type, params PropertyRule[] rules)
{
    // Words that the service takes for its own; see SamResource for the one that shows.
    private static readonly string[] _internalWords = ["logical_id", "relative_id", "depends_on", "resource_attributes"];

    private readonly HashSet<string> _names = [.. rules.Select(rule => rule.Name), .. _internalWords];

    /// <summary>The type as error texts name it.</summary>
    public string Type { get; } = type;

    /// <summary>The same rules with more behind them.</summary>
    public static PropertyTable Of(string type, PropertyRule[] common, params PropertyRule[] own)
    {
        // A rule that is stated again keeps the place of the first.
        var all = common.Select(rule => own.FirstOrDefault(again => again.Name == rule.Name) ?? rule).ToList();
        all.AddRange(own.Where(rule => !common.Any(before => before.Name == rule.Name)));
        return new(type, [.. all]);
    }

    /// <exception cref="SamErrorException">A property is unknown, missing or of the wrong kind.</exception>
    public void Check(MapValue properties, Subject subject)
    {
        RefuseUnknown(properties, subject);
        foreach (var rule in rules)
        {
            Check(rule, properties, subject);
        }
    }

    /// <exception cref="SamErrorException">A property is unknown.</exception>
    public void RefuseUnknown(MapValue properties, Subject subject)
    {
        foreach (var (key, _) in properties)
        {
            if (!_names.Contains(key.Text))
            {
                var names = rules.Select(rule => rule.Name).Where(name => !name.StartsWith("__", StringComparison.Ordinal)).ToList();
                throw subject.Error($"property {key.Text} not defined for resource of type {Type}", key.Span, HelpFor(key.Text, names));
            }
        }
    }

    private static string HelpFor(string name, List<string> names) =>
        DidYouMean.Ask(name, names) ?? $"Its properties are {string.Join(", ", names)}.";

    private static void Check(PropertyRule rule, MapValue properties, Subject subject)
    {
        var value = properties.Get(rule.Name);
        if (rule.AllowsIntrinsic && value is MapValue { Count: 1 })
        {
            return;
        }

        if (value is null)
        {
            if (rule.IsRequired)
            {
                throw subject.Error($"Missing required property '{rule.Name}'.", properties[rule.Name]);
            }

            return;
        }

        if (!rule.Accepts(value))
        {
            throw subject.Error(
                rule.Expected is null ? $"Type of property '{rule.Name}' is invalid." : $"Property '{rule.Name}' should be {rule.Expected}.",
                value);
        }
    }
}
