using System.Collections.Immutable;
using Serverless.Diagnostics;

namespace Serverless.Templates.Evaluation;

/// <summary>
/// Evaluates a plain CloudFormation template for one set of parameters: which resources and outputs exist, what their properties are
/// and in which order they depend on each other. It knows no resource type; physical ids and attributes come from a lookup.
/// </summary>
/// <remarks>Not safe for concurrent use: conditions are decided when first asked for. <see cref="DecideConditions"/> makes it read-only.</remarks>
public sealed class TemplateEvaluator
{
    private readonly Conditions _conditions;

    /// <summary>An evaluator of a template whose transforms have been applied.</summary>
    public TemplateEvaluator(Template template, ParameterValues parameters, PseudoParameterValues pseudo)
    {
        (Template, Parameters, Pseudo) = (template, parameters, pseudo);
        _conditions = new(template, (value, complaints) => new IntrinsicEvaluation(this, NoResources.Instance, complaints).Evaluate(value));
    }

    /// <summary>The template.</summary>
    public Template Template { get; }

    /// <summary>The values of its parameters.</summary>
    public ParameterValues Parameters { get; }

    /// <summary>The values of the pseudo parameters.</summary>
    public PseudoParameterValues Pseudo { get; }

    /// <summary>The resources whose condition holds, in the template's order.</summary>
    public IEnumerable<Resource> ActiveResources => Template.Resources.Where(resource => IsActive(resource.Body));

    /// <summary>Decides every condition and returns what is wrong with them.</summary>
    public ImmutableArray<Diagnostic> DecideConditions()
    {
        var complaints = new List<Diagnostic>();
        foreach (var (key, value) in Template.Conditions ?? [])
        {
            Holds(key.Text, value, complaints);
        }

        return [.. complaints.Distinct()];
    }

    /// <summary>True when a resource or output has no condition, or one that holds.</summary>
    public bool IsActive(MapValue body) => body["Condition"].AsString() is not { } name || Holds(name, body, []);

    /// <summary>True when a condition holds; false for an unknown one.</summary>
    public bool Holds(string condition) => Holds(condition, Template.Root, []);

    /// <summary>Evaluates a value completely.</summary>
    /// <returns>The value without intrinsics; null when it is <c>AWS::NoValue</c>.</returns>
    public TemplateValue? Evaluate(TemplateValue value, IResourceLookup lookup, List<Diagnostic> complaints) =>
        new IntrinsicEvaluation(this, lookup, complaints).Evaluate(value);

    /// <summary>A resource's properties without intrinsics; an empty map when it has none.</summary>
    public Checked<MapValue> Properties(Resource resource, IResourceLookup lookup)
    {
        var complaints = new List<Diagnostic>();
        var value = resource.Properties is { } properties ? Evaluate(properties, lookup, complaints) : null;
        return Checked.From(value.AsMap() ?? [], complaints);
    }

    /// <summary>The outputs whose condition holds.</summary>
    public (ImmutableArray<OutputValue> Outputs, ImmutableArray<Diagnostic> Diagnostics) Outputs(IResourceLookup lookup)
    {
        var complaints = new List<Diagnostic>();
        var outputs = new List<OutputValue>();
        foreach (var (key, value) in Template.Outputs ?? [])
        {
            if (value is not MapValue body || !IsActive(body) || body["Value"] is not { } written)
            {
                continue;
            }

            if (Evaluate(written, lookup, complaints) is not ScalarValue scalar)
            {
                complaints.Add(EvaluationDiagnostics.TemplateForm.At(
                    written.Span.Or(key.Span), $"Template format error: Output {key.Text} is malformed: its value must be a string.", "Join a list with !Join."));
                continue;
            }

            var exportName = body["Export"].AsMap()?["Name"] is { } name ? Evaluate(name, lookup, complaints) as ScalarValue : null;
            outputs.Add(new(key.Text, scalar.Text, (body["Description"] as ScalarValue)?.Text, exportName?.Text));
        }

        return ([.. outputs], [.. complaints]);
    }

    internal bool Holds(string condition, TemplateValue at, List<Diagnostic> complaints) => _conditions.Holds(condition, at, complaints);

    internal bool Truth(TemplateValue value, List<Diagnostic> complaints) => _conditions.Truth(value, complaints);

    // Conditions see parameters and mappings only.
    private sealed class NoResources : IResourceLookup
    {
        public static NoResources Instance { get; } = new();

        public TemplateValue? Ref(string logicalId) => null;

        public TemplateValue? GetAtt(string logicalId, string attribute) => null;

        public TemplateValue? Import(string exportName) => null;
    }
}

/// <summary>An output of a stack.</summary>
/// <param name="Name">Its logical id.</param>
/// <param name="Value">Its value.</param>
/// <param name="Description">What the template says about it, or null.</param>
/// <param name="ExportName">The name other stacks import it by, or null.</param>
public sealed record OutputValue(string Name, string Value, string? Description, string? ExportName);
