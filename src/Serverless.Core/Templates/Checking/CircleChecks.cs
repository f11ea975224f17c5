using Serverless.Diagnostics;
using Serverless.Text;

namespace Serverless.Templates.Checking;

/// <summary>
/// Whether resources, or conditions, wait for each other. A transform takes references out of resources into new ones
/// and so dissolves circles; only final templates are looked at.
/// </summary>
internal static class CircleChecks
{
    public static IEnumerable<Diagnostic> Check(Template template)
    {
        var conditions = Graph(from member in Shape.Members(template, "Conditions")
                               select new Node(member.Key.Text, ConditionNameChecks.OfCondition(member.Value).Select(name => new Edge(name.Value, name.Span))));
        var resources = template.Transforms.Any() || Macros.MayAddAnything(template)
            ? []
            : Graph(from resource in template.Resources
                    select new Node(resource.Id.Value, References.Of(resource, template.Source).Select(reference => new Edge(reference.Target.Value, reference.Span))));
        return Circles(conditions, "condition").Concat(Circles(resources, "resource"));
    }

    private static Dictionary<string, List<Edge>> Graph(IEnumerable<Node> nodes)
    {
        var graph = nodes.ToDictionary(node => node.Name, node => node.Edges.ToList());
        Peel(graph);
        return graph;
    }

    // Takes away whatever leads nowhere, again and again. Mostly nothing is left, and a circle never goes.
    private static void Peel(Dictionary<string, List<Edge>> graph)
    {
        var count = 0;
        while (count != graph.Count)
        {
            count = graph.Count;
            foreach (var (name, edges) in graph)
            {
                edges.RemoveAll(edge => !graph.ContainsKey(edge.Target));
                if (edges.Count == 0)
                {
                    graph.Remove(name);
                }
            }
        }
    }

    // One complaint for every group of nodes that reach each other, with the shortest circle through its first member.
    private static IEnumerable<Diagnostic> Circles(Dictionary<string, List<Edge>> graph, string noun)
    {
        var reported = new HashSet<string>();
        foreach (var start in graph.Keys)
        {
            if (!reported.Contains(start) && ShortestCircle(graph, start) is { } circle)
            {
                reported.UnionWith(graph.Keys.Where(other => other == start || (Reaches(graph, start, other) && Reaches(graph, other, start))));
                yield return Complain(start, circle, noun);
            }
        }
    }

    private static Diagnostic Complain(string start, List<Edge> circle, string noun)
    {
        if (circle.Count == 1)
        {
            return TemplateRules.Circular.At(circle[0].Span, $"The {noun} '{start}' refers to itself.", "Remove the reference: it has no value before it exists.");
        }

        var path = string.Join(" → ", circle.Select(edge => edge.Target).Prepend(start));
        var related = circle.Skip(1).Zip(circle, (edge, before) => new RelatedPlace(edge.Span, $"'{before.Target}' needs '{edge.Target}' here"));
        return TemplateRules.Circular.At(circle[0].Span, $"These {noun}s wait for each other: {path}.", "Take one of the references out, or move it to a resource of its own.")
            with { Related = [.. related] };
    }

    private static List<Edge>? ShortestCircle(Dictionary<string, List<Edge>> graph, string start)
    {
        var from = new Dictionary<string, (string Node, Edge Edge)>();
        var queue = new Queue<string>([start]);
        while (queue.TryDequeue(out var node))
        {
            foreach (var edge in graph[node])
            {
                if (from.TryAdd(edge.Target, (node, edge)) && edge.Target != start)
                {
                    queue.Enqueue(edge.Target);
                }
            }
        }

        return from.ContainsKey(start) ? PathBack(from, start) : null;
    }

    private static List<Edge> PathBack(Dictionary<string, (string Node, Edge Edge)> from, string start)
    {
        var path = new List<Edge>();
        var node = start;
        do
        {
            var (before, edge) = from[node];
            path.Add(edge);
            node = before;
        }
        while (node != start);

        path.Reverse();
        return path;
    }

    private static bool Reaches(Dictionary<string, List<Edge>> graph, string start, string goal)
    {
        var seen = new HashSet<string> { start };
        var queue = new Queue<string>([start]);
        while (queue.TryDequeue(out var node))
        {
            foreach (var edge in graph[node])
            {
                if (edge.Target == goal)
                {
                    return true;
                }

                if (seen.Add(edge.Target))
                {
                    queue.Enqueue(edge.Target);
                }
            }
        }

        return false;
    }

    private sealed record Node(string Name, IEnumerable<Edge> Edges);

    private sealed record Edge(string Target, SourceSpan Span);
}
