using System.Collections.Immutable;
using Serverless.Diagnostics;
using Serverless.Templates;

namespace Serverless.Stacks;

/// <summary>Which values a change set passes for the template's parameters.</summary>
internal static class ParameterPlan
{
    /// <summary>
    /// The given values; for the rest the value that the stack has, as every CloudFormation tool does; for the rest of those the
    /// template's default, by leaving them out.
    /// </summary>
    public static (ImmutableArray<StackParameter> Parameters, ImmutableArray<Diagnostic> Diagnostics) Resolve(
        StackTarget target, StackTemplate template, StackDescription? before)
    {
        var declared = template.Template.Parameters ?? [];
        var given = target.Parameters.Reverse().DistinctBy(parameter => parameter.Name).ToDictionary(parameter => parameter.Name);
        var known = before?.ParameterNames.ToHashSet() ?? [];
        var parameters = ImmutableArray.CreateBuilder<StackParameter>();
        var diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();

        foreach (var name in given.Keys.Where(name => !declared.ContainsKey(name)).Order(StringComparer.Ordinal))
        {
            diagnostics.Add(StackDiagnostics.UnknownParameter(template.File, name, [.. declared.Keys]));
        }

        foreach (var (key, definition) in declared)
        {
            if (given.TryGetValue(key.Text, out var value) && (!value.UsesPreviousValue || known.Contains(key.Text)))
            {
                parameters.Add(value);
            }
            else if (known.Contains(key.Text))
            {
                parameters.Add(new(key.Text, Value: null));
            }
            else if (definition.AsMap()?.ContainsKey("Default") != true)
            {
                diagnostics.Add(StackDiagnostics.MissingParameter(key.Span.Or(template.File), key.Text));
            }
        }

        return (parameters.DrainToImmutable(), diagnostics.DrainToImmutable());
    }
}
