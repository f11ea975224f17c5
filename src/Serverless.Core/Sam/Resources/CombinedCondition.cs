using Serverless.Templates;

namespace Serverless.Sam.Resources;

/// <summary>A condition that holds when one of many does. <c>Fn::Or</c> takes ten at most, so that several may be needed.</summary>
internal static class CombinedCondition
{
    private const int Most = 10;

    /// <summary>The conditions to add, the last of which has the given name. None for fewer than two names.</summary>
    public static List<MapEntry> Of(IEnumerable<string> names, string name)
    {
        var open = names.ToList();
        var made = new List<MapEntry>();
        for (var number = (open.Count - 2) / (Most - 1); open.Count > 1; number--)
        {
            var taken = open.Take(Most).Select(one => (TemplateValue)Values.Map(("Condition", one)));
            var next = number > 0 ? $"{name}{number}" : name;
            made.Add(new(next, new MapValue(new MapEntry("Fn::Or", new ListValue(taken)))));
            open.RemoveRange(0, Math.Min(Most, open.Count));
            open.Add(next);
        }

        return made;
    }
}
