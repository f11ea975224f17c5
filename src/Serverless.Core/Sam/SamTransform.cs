using System.Collections.Immutable;
using Serverless.Diagnostics;
using Serverless.Sam.Applications;
using Serverless.Sam.Connectors;
using Serverless.Sam.Errors;
using Serverless.Sam.Expanders;
using Serverless.Sam.ImplicitApis;
using Serverless.Sam.OpenApi;
using Serverless.Sam.Python27;
using Serverless.Templates;

namespace Serverless.Sam;

/// <summary>
/// The transform <c>AWS::Serverless-2016-10-31</c>: turns a SAM template into plain CloudFormation, with the logical ids and the error
/// texts of the service's own transform. The template is not changed.
/// </summary>
public static class SamTransform
{
    /// <summary>The plain CloudFormation template; none, with the errors, when the service would reject the template.</summary>
    public static Checked<Template> Apply(Template template, TransformContext context)
    {
        var (expanded, diagnostics) = Expand(template, context);
        return new(expanded?.Template, diagnostics);
    }

    /// <summary>As <see cref="Apply"/>, with the origin of every resource that was generated.</summary>
    public static Checked<ExpandedTemplate> Expand(Template template, TransformContext context)
    {
        var complaints = new List<Diagnostic>();
        try
        {
            var errors = new List<SamError>();
            var expanded = Expand(template, context, errors, complaints);
            complaints.AddRange(Diagnose(template, errors));
            return Result(expanded, complaints);
        }
        catch (SamDocumentException invalid)
        {
            return Result(null, Diagnose(template, invalid.Errors));
        }
        catch (SamErrorException invalid)
        {
            return Result(null, Diagnose(template, [invalid.Error]));
        }
    }

    private static ExpandedTemplate Expand(Template template, TransformContext context, List<SamError> errors, List<Diagnostic> complaints)
    {
        var input = (MapValue)template.Root.DeepClone();
        TemplateForm.Check(input);
        var parameters = ParameterValues.Of(input, context, Python27Marking.Apply(input));
        var applications = new ApplicationLocations(context, new(parameters));
        applications.LookUp(input);
        var documents = new ApiDocuments();
        Prepare(input, documents, errors);
        var run = new TransformRun(context, input, OutputOf(input), parameters) { Applications = applications, Documents = documents };
        new ResourceLoop(run, errors, complaints).Expand();
        run.Deployments.Emit(run, errors);
        run.Output.Remove("Transform");
        run.ChangedIds.Apply(run.Output);
        run.References.Resolve(run.Output);
        return new(new Template(run.Output, template.Source), run.Origins);
    }

    // The steps before the expansion, in the order of the service. Globals come after the implicit APIs.
    private static void Prepare(MapValue input, ApiDocuments documents, List<SamError> errors)
    {
        DefaultDefinitionBody.Apply(input);
        new ImplicitRestApi(input, documents).Apply();
        new ImplicitHttpApi(input, documents).Apply();
        Globals.Apply(input);
        StatedOpenApiVersion.Apply(input);
        EmbeddedConnectors.Lift((MapValue)input["Resources"]!, errors);
    }

    // Everything but the SAM resources, as a copy: expanders edit the input, and what they edit is written again.
    private static MapValue OutputOf(MapValue input)
    {
        var output = new MapValue { Span = input.Span };
        foreach (var (key, value) in input)
        {
            output.Set(key, key.Text == "Resources" ? PlainResources((MapValue)value) : value.DeepClone());
        }

        return output;
    }

    private static MapValue PlainResources(MapValue resources)
    {
        var plain = new MapValue { Span = resources.Span };
        foreach (var (key, body) in resources)
        {
            if (ExpanderList.Find(((MapValue)body)["Type"].AsString()) is null)
            {
                plain.Set(key, body.DeepClone());
            }
        }

        return plain;
    }

    private static IEnumerable<Diagnostic> Diagnose(Template template, IReadOnlyList<SamError> errors)
    {
        if (errors.Count == 0)
        {
            return [];
        }

        var places = new ErrorPlaces(template.Root);
        return Distinct(errors).Select(error => SamDiagnostics.Of(places.Move(error)));
    }

    // Equal messages are one error: the last of them, in the place of the first.
    private static IEnumerable<SamError> Distinct(IReadOnlyList<SamError> errors)
    {
        var byMessage = new OrderedDictionary<string, SamError>(StringComparer.Ordinal);
        foreach (var error in errors)
        {
            byMessage[error.Message] = error;
        }

        return byMessage.Values;
    }

    private static Checked<ExpandedTemplate> Result(ExpandedTemplate? expanded, IEnumerable<Diagnostic> complaints)
    {
        ImmutableArray<Diagnostic> sorted = [.. complaints.Order(DiagnosticOrder.ByPlace)];
        return new(sorted.Any(complaint => complaint.Severity == Severity.Error) ? null : expanded, sorted);
    }
}
