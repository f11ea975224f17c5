using Serverless.Diagnostics;
using Serverless.Local.Query;
using Serverless.Templates;
using Serverless.Templates.Evaluation;
using Serverless.Text;

namespace Serverless.Local.CloudFormation;

/// <summary>A template that has been read, transformed and checked, with the values of its parameters: ready to be compared and executed.</summary>
internal sealed class PreparedTemplate
{
    private PreparedTemplate(Template written, TemplateEvaluator evaluator, DependencyGraph graph) => (Written, Evaluator, Graph) = (written, evaluator, graph);

    /// <summary>The template as it was sent.</summary>
    public Template Written { get; }

    /// <summary>The transformed template, with parameters and conditions.</summary>
    public TemplateEvaluator Evaluator { get; }

    /// <summary>What needs what.</summary>
    public DependencyGraph Graph { get; }

    /// <summary>The transformed template.</summary>
    public Template Template => Evaluator.Template;

    /// <summary>Whether the template was sent with a transform.</summary>
    public bool HasTransform => Written.Transforms.Any();

    /// <summary>The template's description.</summary>
    public string? Description => Template.Root["Description"].AsString();

    /// <summary>Reads a template's text.</summary>
    /// <exception cref="QueryException">It is no template.</exception>
    public static Template Read(string body)
    {
        var read = TemplateReader.Read(new SourceText("template", body));
        return read.Value is { } template && !read.HasErrors
            ? template
            : throw QueryException.Validation($"Template format error: {string.Join(" ", Errors(read.Diagnostics).Select(Place))}");
    }

    /// <summary>Takes parameters' values for a template.</summary>
    /// <exception cref="QueryException">One is missing, unknown or against its rules.</exception>
    public static ParameterValues Parameters(Template template, IEnumerable<SuppliedParameter> supplied, StackInput? previous)
    {
        var values = ParameterValues.Resolve(template, supplied, previous is null ? null : new(previous.Parameters));
        return values.HasErrors || values.Value is null ? throw QueryException.Validation(Errors(values.Diagnostics).First().Message) : values.Value;
    }

    /// <summary>Prepares a template.</summary>
    /// <exception cref="QueryException">It cannot be deployed.</exception>
    public static PreparedTemplate Prepare(string body, ParameterValues parameters, PseudoParameterValues pseudo, TemplateTransform? transform)
    {
        var written = Read(body);
        var template = Transform(written, parameters, pseudo, transform);
        Refuse(TemplateChecks.Check(template));
        var evaluator = new TemplateEvaluator(template, parameters, pseudo);
        Refuse(evaluator.DecideConditions());
        var graph = DependencyGraph.Of(evaluator);
        Refuse(graph.Diagnostics);
        var prepared = new PreparedTemplate(written, evaluator, graph.Value!);
        prepared.CheckIntrinsics();
        return prepared;
    }

    /// <summary>A resource's properties with references standing for themselves.</summary>
    public MapValue Symbolic(Resource resource) => Evaluator.Properties(resource, SymbolicLookup.Instance).Value ?? [];

    private static Template Transform(Template written, ParameterValues parameters, PseudoParameterValues pseudo, TemplateTransform? transform)
    {
        if (!written.Transforms.Any())
        {
            return written;
        }

        if (transform is null)
        {
            throw QueryException.Validation($"No transform named {written.Transforms.First()} found. This local cloud was started without one.");
        }

        var transformed = transform(written.DeepClone(), parameters, pseudo);
        return transformed.Value is { } template && !transformed.HasErrors
            ? template
            : throw QueryException.Validation($"Transform {written.Transforms.First()} failed with: Invalid Serverless Application Specification document. {string.Join(" ", Errors(transformed.Diagnostics).Select(error => error.Message))}");
    }

    // Wrong arguments are found now, not in the middle of a deployment.
    private void CheckIntrinsics()
    {
        foreach (var resource in Evaluator.ActiveResources)
        {
            Refuse(Evaluator.Properties(resource, SymbolicLookup.Instance).Diagnostics);
        }

        Refuse(Evaluator.Outputs(SymbolicLookup.Instance).Diagnostics);
    }

    private static void Refuse(IEnumerable<Diagnostic> diagnostics)
    {
        var errors = Errors(diagnostics).Select(error => error.Message).Distinct().ToList();
        if (errors.Count > 0)
        {
            throw QueryException.Validation(string.Join(" ", errors));
        }
    }

    private static string Place(Diagnostic error) => error.Span.IsKnown ? $"[line {error.Span.Start.Line}, column {error.Span.Start.Column}] {error.Message}" : error.Message;

    private static IEnumerable<Diagnostic> Errors(IEnumerable<Diagnostic> diagnostics) => diagnostics.Where(diagnostic => diagnostic.Severity == Severity.Error);
}
