using Serverless.Local.Resources;
using Serverless.Templates;
using Serverless.Templates.Evaluation;

namespace Serverless.Local.CloudFormation;

/// <summary>
/// Compares two prepared templates. References stand for themselves in the comparison: were they physical ids, every replaced
/// resource would make its neighbours look changed by the user.
/// </summary>
internal static class ChangeSetPlanner
{
    private static readonly string[] Attributes = ["Metadata", "DeletionPolicy", "UpdateReplacePolicy", "CreationPolicy", "UpdatePolicy"];

    /// <summary>The changes from a stack to a new template.</summary>
    /// <param name="before">What the stack was made from; null for a new stack.</param>
    /// <param name="after">What it shall be made from.</param>
    /// <param name="existing">The stack's resources.</param>
    public static IReadOnlyList<ResourceChange> Plan(PreparedTemplate? before, PreparedTemplate after, IReadOnlyList<ResourceRecord> existing)
    {
        var physical = existing.Where(resource => resource.PhysicalId is not null && resource.Status != "DELETE_COMPLETE").ToDictionary(resource => resource.LogicalId);
        var wanted = after.Evaluator.ActiveResources.ToDictionary(resource => resource.Id.Value);
        var old = before?.Evaluator.ActiveResources.ToDictionary(resource => resource.Id.Value) ?? [];
        var changes = new Dictionary<string, ResourceChange>();
        foreach (var (id, resource) in wanted)
        {
            if (!physical.TryGetValue(id, out var record))
            {
                changes[id] = new("Add", id, null, resource.ResourceType!, null, [], []);
            }
            else if (old.TryGetValue(id, out var previous) && Modify(before!, previous, after, resource, record) is { } change)
            {
                changes[id] = change;
            }
            else if (previous is null || record.Status.EndsWith("_FAILED", StringComparison.Ordinal))
            {
                // Left behind by an operation that failed: whether it is as wanted only the execution can tell.
                changes[id] = new("Modify", id, record.PhysicalId, resource.ResourceType!, "Conditional", ["Properties"], []);
            }
        }

        SpreadReplacements(after, wanted, physical, changes);
        return
        [
            .. changes.Values.OrderBy(change => change.LogicalId, StringComparer.Ordinal),
            .. physical.Values.Where(record => !wanted.ContainsKey(record.LogicalId))
                .Select(record => new ResourceChange("Remove", record.LogicalId, record.PhysicalId, record.ResourceType, null, [], []))
                .OrderBy(change => change.LogicalId, StringComparer.Ordinal),
        ];
    }

    /// <summary>True when outputs differ, which no resource's change shows.</summary>
    public static bool OutputsDiffer(PreparedTemplate before, PreparedTemplate after) =>
        !before.Evaluator.Outputs(SymbolicLookup.Instance).Outputs.SequenceEqual(after.Evaluator.Outputs(SymbolicLookup.Instance).Outputs);

    private static ResourceChange? Modify(PreparedTemplate before, Resource previous, PreparedTemplate after, Resource resource, ResourceRecord record)
    {
        var (left, right) = (before.Symbolic(previous), after.Symbolic(resource));
        var replacing = ResourceBodies.Find(record.ResourceType).Replacing;
        var details = left.Keys.Union(right.Keys)
            .Where(name => !Same(left[name], right[name]))
            .Select(name => Detail(name, replacing.Contains(name), resource, previous, after))
            .ToList();
        var attributes = Attributes.Where(name => !Same(previous.Body[name], resource.Body[name])).ToList();
        if (details.Count == 0 && attributes.Count == 0)
        {
            return null;
        }

        List<string> scope = details.Exists(detail => detail.Attribute == "Properties") ? ["Properties"] : [];
        scope.AddRange(details.Where(detail => detail.Attribute == "Tags").Select(detail => detail.Attribute));
        scope.AddRange(attributes);
        var replacement = details.Exists(detail => detail.RequiresRecreation == "Always") ? "True" : "False";
        details.AddRange(attributes.Select(name => new ChangeDetail(name, null, "Never", "Static", "DirectModification", null)));
        return new("Modify", record.LogicalId, record.PhysicalId, record.ResourceType, replacement, scope, details);
    }

    private static ChangeDetail Detail(string name, bool isReplacing, Resource resource, Resource previous, PreparedTemplate after)
    {
        var recreation = isReplacing ? "Always" : "Never";
        if (name == "Tags")
        {
            return new("Tags", null, "Never", "Static", "DirectModification", null);
        }

        // Written the same, evaluated differently: a parameter is the cause.
        var written = resource.Properties?[name];
        var parameter = written is not null && Same(written, previous.Properties?[name])
            ? TemplateReferences.In(written).FirstOrDefault(reference => after.Evaluator.Parameters.Find(reference.Name) is not null).Name
            : null;
        return new("Properties", name, recreation, "Static", parameter is null ? "DirectModification" : "ParameterReference", parameter);
    }

    // What refers to a resource that gets a new physical id changes as well, though its text does not.
    private static void SpreadReplacements(PreparedTemplate after, Dictionary<string, Resource> wanted, Dictionary<string, ResourceRecord> physical, Dictionary<string, ResourceChange> changes)
    {
        foreach (var id in after.Graph.Order.Where(id => physical.ContainsKey(id) && wanted[id].Properties is not null))
        {
            var causes = from property in wanted[id].Properties!
                         from reference in TemplateReferences.In(property.Value, after.Evaluator.Holds)
                         where changes.TryGetValue(reference.Name, out var cause) && cause.Replacement == "True"
                         select (Property: property.Key.Text, Reference: reference);
            foreach (var (property, reference) in causes.ToList())
            {
                var record = physical[id];
                var conditionally = ResourceBodies.Find(record.ResourceType).Replacing.Contains(property);
                var detail = new ChangeDetail(
                    "Properties", property, conditionally ? "Conditionally" : "Never", "Dynamic",
                    reference.Attribute is null ? "ResourceReference" : "ResourceAttribute",
                    reference.Attribute is null ? reference.Name : $"{reference.Name}.{reference.Attribute}");
                var change = changes.GetValueOrDefault(id) ?? new("Modify", id, record.PhysicalId, record.ResourceType, "False", ["Properties"], []);
                changes[id] = change with
                {
                    Details = [.. change.Details, detail],
                    Replacement = conditionally && change.Replacement == "False" ? "Conditional" : change.Replacement,
                };
            }
        }
    }

    private static bool Same(TemplateValue? left, TemplateValue? right) => left is null ? right is null : Comparable(left) == (right is null ? null : Comparable(right));

    // Texts, because 3 and "3" are one and the same to CloudFormation.
    internal static string Comparable(TemplateValue value) => value switch
    {
        MapValue map => $"{{{string.Join(',', map.OrderBy(entry => entry.Key.Text, StringComparer.Ordinal).Select(entry => $"{Quote(entry.Key.Text)}:{Comparable(entry.Value)}"))}}}",
        ListValue list => $"[{string.Join(',', list.Select(Comparable))}]",
        ScalarValue scalar => Quote(scalar.Text),
        _ => "",
    };

    private static string Quote(string text) => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
