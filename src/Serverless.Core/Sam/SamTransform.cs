using System.Collections.Immutable;
using Serverless.Diagnostics;
using Serverless.Sam.Errors;
using Serverless.Sam.Expanders;
using Serverless.Sam.ImplicitApis;
using Serverless.Sam.OpenApi;
using Serverless.Sam.Policies;
using Serverless.Sam.Resources;
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
            complaints.AddRange(Distinct(errors).Select(SamDiagnostics.Of));
            return Result(expanded, complaints);
        }
        catch (SamDocumentException invalid)
        {
            return Result(null, Distinct(invalid.Errors).Select(SamDiagnostics.Of));
        }
        catch (SamErrorException invalid)
        {
            return Result(null, [SamDiagnostics.Of(invalid.Error)]);
        }
    }

    private static ExpandedTemplate Expand(Template template, TransformContext context, List<SamError> errors, List<Diagnostic> complaints)
    {
        var input = (MapValue)template.Root.DeepClone();
        Prepare(input);
        var run = new TransformRun(context, input, OutputOf(input));
        if (input["Mappings"] is { } mappings and not MapValue)
        {
            throw SamDocumentException.Template("'Mappings' or 'Parameters' is either null or not a valid dictionary.", mappings.Span);
        }

        ExpandResources(run, errors, complaints);
        run.Deployments.Emit(run, errors);
        run.Output.Remove("Transform");
        run.ChangedIds.Apply(run.Output);
        run.References.Resolve(run.Output);
        return new(new Template(run.Output, template.Source), run.Origins);
    }

    // The steps before the expansion, in the order of the service. Globals come after the implicit APIs.
    private static void Prepare(MapValue input)
    {
        TemplateForm.Check(input);
        DefaultDefinitionBody.Apply(input);
        new ImplicitHttpApi(input).Apply();
        Globals.Apply(input);
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
                var copy = body.DeepClone();
                ((MapValue)copy).Remove("Connectors");
                plain.Set(key, copy);
            }
        }

        return plain;
    }

    private static void ExpandResources(TransformRun run, List<SamError> errors, List<Diagnostic> complaints)
    {
        foreach (var (registered, key, body) in InOrder(run.InputResources, complaints))
        {
            try
            {
                Expand(registered, key, body, run, errors);
            }
            catch (SamErrorException invalid)
            {
                errors.Add(invalid.Error);
            }
            catch (SamUnsupportedException unsupported)
            {
                complaints.Add(SamDiagnostics.Unsupported(unsupported.What, unsupported.Span));
            }
        }
    }

    private static List<(RegisteredExpander Expander, MapKey Key, MapValue Body)> InOrder(MapValue resources, List<Diagnostic> complaints)
    {
        var found = new List<(RegisteredExpander Expander, MapKey Key, MapValue Body)>();
        foreach (var (key, value) in resources)
        {
            var body = (MapValue)value;
            if (body["Connectors"] is { IsTruthy: true } connectors)
            {
                complaints.Add(SamDiagnostics.Unsupported("The attribute Connectors", body.KeyOf("Connectors")!.Span.Or(connectors.Span)));
            }

            var type = body["Type"].AsString();
            if (ExpanderList.Find(type) is { } registered)
            {
                found.Add((registered, key, body));
            }
            else if (type is not null && type.StartsWith(SamTypes.Prefix, StringComparison.Ordinal))
            {
                complaints.Add(SamDiagnostics.Unknown(type, body["Type"]!.Span.Or(key.Span), ExpanderList.All.Select(known => known.Type)));
            }
        }

        return [.. found.OrderBy(entry => entry.Expander.Group)];
    }

    private static void Expand(RegisteredExpander registered, MapKey key, MapValue body, TransformRun run, List<SamError> errors)
    {
        if (registered.Expander is not { } expander)
        {
            throw new SamUnsupportedException(registered.Type, body["Type"]!.Span.Or(key.Span));
        }

        var resource = Read(expander, key, body);
        var generated = expander.Expand(resource, run);
        RegisterReferences(expander, resource, generated, run);
        if (resource.Id != key.Text)
        {
            run.ChangedIds.Add(key.Text, resource.Id);
        }

        foreach (var one in generated)
        {
            Emit(one, resource, run, errors);
        }
    }

    private static SamResource Read(Expander expander, MapKey key, MapValue body)
    {
        var subject = new Subject(SamErrorKind.Resource, key.Text, key.Span.Or(body.Span));
        if (key.Scalar is not null)
        {
            // YAML reads a key such as 0 as a number, and a number is no logical id.
            throw SamResource.NotAlphanumeric(key.Text, subject.Span);
        }

        var properties = SamResource.OpenProperties(key.Text, body, subject);
        if (expander.HasPolicies)
        {
            PolicyTemplates.FillIn(properties, subject);
        }

        return SamResource.Read(key.Text, body, properties, expander.Properties, subject);
    }

    // Where several resources of a type are generated, the last one is meant.
    private static void RegisterReferences(Expander expander, SamResource resource, List<GeneratedResource> generated, TransformRun run)
    {
        foreach (var (name, type) in expander.ReferableProperties)
        {
            if (generated.FindLast(one => one.Shape.Type == type) is { } meant)
            {
                run.References.Add(resource.Id, name, meant.Id);
            }
        }
    }

    private static void Emit(GeneratedResource generated, SamResource owner, TransformRun run, List<SamError> errors)
    {
        if (TakenIds.Check(generated, owner, run.InputResources) is { } taken)
        {
            errors.Add(taken);
        }
        else
        {
            var metadata = run.Context.PassthroughMetadata && owner.Attributes.Get("Metadata") is { IsTruthy: true } there ? there : null;
            run.Emit(generated, owner.Id, metadata);
        }
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
        ImmutableArray<Diagnostic> sorted = [.. complaints.OrderBy(complaint => complaint.Span.Start)];
        return new(sorted.Any(complaint => complaint.Severity == Severity.Error) ? null : expanded, sorted);
    }
}
