using Serverless.Templates.Evaluation;

namespace Serverless.Local.CloudFormation;

/// <summary>The outputs that stacks export, and who uses them.</summary>
internal sealed class Exports(Func<IEnumerable<Stack>> stacks)
{
    /// <summary>All exports by name.</summary>
    public IEnumerable<(string Name, string Value, StackRecord Stack)> All =>
        from stack in stacks()
        let record = stack.Record
        from output in record.Outputs
        where output.ExportName is not null
        orderby output.ExportName
        select (output.ExportName, output.Value, record);

    /// <summary>The value of an export; null when there is none.</summary>
    public string? Find(string name) => All.Where(export => export.Name == name).Select(export => export.Value).FirstOrDefault();

    /// <summary>The names of the stacks that import a name.</summary>
    public IReadOnlyList<string> UsersOf(string name) =>
        [.. stacks().Select(stack => stack.Record).Where(record => record.Imports.Contains(name)).Select(record => record.Name).Order(StringComparer.Ordinal)];

    /// <summary>Why a stack cannot have these outputs: a name is another stack's, or one that is in use would change; null when it can.</summary>
    public string? Refusal(Stack stack, IReadOnlyList<OutputValue> outputs)
    {
        var record = stack.Record;
        foreach (var (name, _, owner) in All.Where(export => export.Stack.Id != record.Id))
        {
            if (outputs.Any(output => output.ExportName == name))
            {
                return $"Export with name {name} is already exported by stack {owner.Name}. ";
            }
        }

        foreach (var old in record.Outputs.Where(output => output.ExportName is not null))
        {
            var now = outputs.FirstOrDefault(output => output.ExportName == old.ExportName);
            if (now?.Value != old.Value && UsersOf(old.ExportName!) is { Count: > 0 } users)
            {
                return $"Export {old.ExportName} cannot be {(now is null ? "deleted" : "updated")} as it is in use by {string.Join(", ", users)}. ";
            }
        }

        return null;
    }
}
