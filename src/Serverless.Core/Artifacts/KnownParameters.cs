using System.Collections.Immutable;
using Serverless.Templates;

namespace Serverless.Artifacts;

/// <summary>What is known of a template's parameters before deployment.</summary>
/// <param name="Values">Values for parameters and pseudo parameters; defaults of the template fill in.</param>
/// <param name="Unknown">Parameters that get a value which nobody can know yet, so that their defaults do not count.</param>
public sealed record KnownParameters(ImmutableDictionary<string, string> Values, ImmutableHashSet<string> Unknown)
{
    /// <summary>The values that the user gives.</summary>
    public static KnownParameters Given(IReadOnlyDictionary<string, string> values) => new(values.ToImmutableDictionary(), []);

    /// <summary>What a parent gives a nested template, as far as it can be worked out.</summary>
    /// <param name="nesting">The parent's resource, which has a property <c>Parameters</c>.</param>
    /// <param name="values">Works out values of the parent.</param>
    internal KnownParameters ForNested(Resource nesting, OfflineValues values)
    {
        var resolved =
            (from entry in nesting.Properties?["Parameters"].AsMap() ?? []
             let value = values.Resolve(entry.Value)
             where value.IsUnknown || value.Value is not null
             select (Name: entry.Key.Text, Text: TextOf(value))).ToList();
        var pseudo = Values.Where(pair => pair.Key.StartsWith("AWS::", StringComparison.Ordinal));
        return new(
            resolved.Where(pair => pair.Text is not null).Select(pair => KeyValuePair.Create(pair.Name, pair.Text!)).Concat(pseudo).ToImmutableDictionary(),
            [.. resolved.Where(pair => pair.Text is null).Select(pair => pair.Name)]);
    }

    /// <summary>A text that is the same for equal knowledge.</summary>
    public string Key => string.Join('\n', Values.Select(pair => $"{pair.Key}={pair.Value}").Concat(Unknown.Select(name => $"{name}?")).Order(StringComparer.Ordinal));

    private static string? TextOf(OfflineValue value) => value.Value switch
    {
        ScalarValue scalar => scalar.Text,
        ListValue list when list.All(item => item is ScalarValue) => string.Join(',', list.Cast<ScalarValue>().Select(item => item.Text)),
        _ => null,
    };
}
