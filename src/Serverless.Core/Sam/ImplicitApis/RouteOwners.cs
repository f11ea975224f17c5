using Serverless.Sam.Errors;
using Serverless.Sam.Python;
using Serverless.Sam.Resources;
using Serverless.Templates;

namespace Serverless.Sam.ImplicitApis;

/// <summary>What the owners of routes say of themselves: an API, or a path, is there only if some owner of its routes is.</summary>
internal sealed class RouteOwners
{
    // Condition of each route's owner, or null, by API, path and method as the event writes it.
    private readonly Dictionary<string, Dictionary<string, Dictionary<string, StringValue?>>> _conditions = [];
    private readonly Dictionary<string, List<(TemplateValue? Deletion, TemplateValue? Replacement)>> _policies = [];

    public void Record(string apiId, string path, string method, StringValue? condition, MapValue owner)
    {
        GetOrAdd(GetOrAdd(_conditions, apiId), path)[method] = condition;
        GetOrAdd(_policies, apiId).Add((owner["DeletionPolicy"], owner["UpdateReplacePolicy"]));
    }

    /// <summary>Gives an API the condition and the policies that follow from those of its routes' owners.</summary>
    public void Inherit(string apiId, MapValue api, string conditionName, MapValue root)
    {
        if (!_conditions.TryGetValue(apiId, out var paths))
        {
            return;
        }

        if (Combined(paths.Values.SelectMany(methods => methods.Values), conditionName, root) is { } condition)
        {
            api["Condition"] = condition;
        }

        var policies = _policies[apiId];
        api.SetIfPresent("DeletionPolicy", Strongest(policies.ConvertAll(policy => policy.Deletion), "Retain", "Delete"));
        api.SetIfPresent("UpdateReplacePolicy", Strongest(policies.ConvertAll(policy => policy.Replacement), "Retain", "Snapshot", "Delete"));
    }

    /// <summary>The condition under which a path has any route; null when it always has.</summary>
    public StringValue? PathCondition(string apiId, string path, MapValue root) =>
        _conditions.TryGetValue(apiId, out var paths) && paths.TryGetValue(path, out var methods)
            ? Combined(methods.Values, PathConditionName(apiId, path), root)
            : null;

    private static string PathConditionName(string apiId, string path)
    {
        var name = path
            .Replace("/", "SLASH", StringComparison.Ordinal)
            .Replace("{", "OB", StringComparison.Ordinal)
            .Replace("}", "CB", StringComparison.Ordinal);
        return $"{apiId}{name}PathCondition";
    }

    // One condition is used as it is; several are combined into one that the template gets. A route without one makes all others void.
    private static StringValue? Combined(IEnumerable<StringValue?> conditions, string name, MapValue root)
    {
        var names = conditions.DistinctBy(condition => condition?.Value).ToList();
        if (names.Contains(null))
        {
            return null;
        }

        if (names is [var only])
        {
            return only;
        }

        var there = root.GetOrAdd("Conditions", () => new MapValue());
        var all = there as MapValue ?? throw SamDocumentException.Template("'Conditions' should be a map.", there.Span);
        foreach (var (key, condition) in CombinedCondition.Of(names.Select(condition => condition!.Value).Order(CodePointComparer.Instance), name))
        {
            all.Set(key, condition);
        }

        return new StringValue(name);
    }

    private static StringValue? Strongest(List<TemplateValue?> given, params string[] strongestFirst) =>
        strongestFirst.Where(name => given.Exists(value => value.IsText(name))).Select(name => new StringValue(name)).FirstOrDefault();

    private static TValue GetOrAdd<TValue>(Dictionary<string, TValue> map, string key)
        where TValue : new() => map.TryGetValue(key, out var there) ? there : map[key] = new();
}
