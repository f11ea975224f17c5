using System.Collections.Frozen;
using System.Collections.Immutable;
using Serverless.Diagnostics;

namespace Serverless.Templates.Evaluation;

/// <summary>Which resource needs which: by <c>Ref</c>, <c>Fn::GetAtt</c>, <c>Fn::Sub</c> and <c>DependsOn</c>.</summary>
public sealed class DependencyGraph
{
    private readonly FrozenDictionary<string, ImmutableSortedSet<string>> _needs;

    private DependencyGraph(Dictionary<string, ImmutableSortedSet<string>> needs, ImmutableArray<string> order)
    {
        _needs = needs.ToFrozenDictionary();
        Order = order;
    }

    /// <summary>The active resources, each behind all that it needs; otherwise in the template's order.</summary>
    public ImmutableArray<string> Order { get; }

    /// <summary>What a resource needs directly.</summary>
    public IReadOnlySet<string> Needs(string logicalId) => _needs.TryGetValue(logicalId, out var needs) ? needs : ImmutableSortedSet<string>.Empty;

    /// <summary>Finds the dependencies among the active resources. A branch of <c>Fn::If</c> that is not taken makes none.</summary>
    public static Checked<DependencyGraph> Of(TemplateEvaluator evaluator)
    {
        var active = evaluator.ActiveResources.ToList();
        var ids = active.Select(resource => resource.Id.Value).ToHashSet();
        var needs = active.ToDictionary(resource => resource.Id.Value, resource => NeedsOf(resource, evaluator).Where(ids.Contains).ToImmutableSortedSet(StringComparer.Ordinal));

        var order = new List<string>();
        var placed = new HashSet<string>();
        var rest = active.ConvertAll(resource => resource.Id.Value);
        while (rest.Count > 0)
        {
            var ready = rest.Where(id => needs[id].All(placed.Contains)).ToList();
            if (ready.Count == 0)
            {
                var circle = Circle(rest[0], needs, placed);
                var first = evaluator.Template.FindResource(circle[0])!;
                return Checked.Bad<DependencyGraph>(EvaluationDiagnostics.CircularDependency.At(
                    first.Span, $"Circular dependency between resources: [{string.Join(", ", circle)}]", "Break the circle: take one of the references out, or split a resource."));
            }

            order.AddRange(ready);
            placed.UnionWith(ready);
            rest.RemoveAll(placed.Contains);
        }

        return Checked.Good(new DependencyGraph(needs, [.. order]));
    }

    private static IEnumerable<string> NeedsOf(Resource resource, TemplateEvaluator evaluator)
    {
        var implied = resource.Properties is { } properties ? TemplateReferences.In(properties, evaluator.Holds).Select(reference => reference.Name) : [];
        return implied.Concat(Explicit(resource.Body["DependsOn"]));
    }

    private static IEnumerable<string> Explicit(TemplateValue? dependsOn) => dependsOn switch
    {
        StringValue one => [one.Value],
        ListValue many => many.OfType<StringValue>().Select(item => item.Value),
        _ => [],
    };

    // Every resource left needs another one that is left, so walking must come back to where it has been.
    private static List<string> Circle(string start, Dictionary<string, ImmutableSortedSet<string>> needs, HashSet<string> placed)
    {
        var path = new List<string>();
        var at = start;
        while (!path.Contains(at))
        {
            path.Add(at);
            at = needs[at].First(need => !placed.Contains(need));
        }

        return path[path.IndexOf(at)..];
    }
}
