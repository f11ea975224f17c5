using System.Globalization;

namespace Serverless.Templates;

/// <summary>JSON pointers (RFC 6901) into a template: the way to a value that no logical id leads to.</summary>
public static class TemplatePointer
{
    /// <summary>The pointer to a member of what another pointer leads to; the root's is empty.</summary>
    public static string Append(string pointer, string name) =>
        $"{pointer}/{name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";

    /// <summary>The names that a pointer goes through.</summary>
    public static IEnumerable<string> Names(string pointer) =>
        pointer.Split('/').Skip(1).Select(name => name.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal));

    /// <summary>The value that a pointer leads to; null when there is none.</summary>
    public static TemplateValue? Find(TemplateValue root, string pointer) =>
        pointer.Length == 0 || pointer.StartsWith('/') ? Follow(root, Names(pointer)) : null;

    /// <summary>Replaces the value of a map's member.</summary>
    /// <returns>False when the pointer leads to no member of a map.</returns>
    public static bool TrySet(TemplateValue root, string pointer, TemplateValue value)
    {
        var names = Names(pointer).ToList();
        if (names.Count == 0 || Follow(root, names.SkipLast(1)) is not MapValue owner || !owner.ContainsKey(names[^1]))
        {
            return false;
        }

        owner[names[^1]] = value;
        return true;
    }

    private static TemplateValue? Follow(TemplateValue root, IEnumerable<string> names) => names.Aggregate((TemplateValue?)root, static (at, name) => at switch
    {
        MapValue map => map[name],
        ListValue list when int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < list.Count => list[index],
        _ => null,
    });
}
