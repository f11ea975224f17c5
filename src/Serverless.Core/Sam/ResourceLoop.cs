using Serverless.Diagnostics;
using Serverless.Sam.Errors;
using Serverless.Sam.Expanders;
using Serverless.Sam.Policies;
using Serverless.Sam.Resources;
using Serverless.Templates;

namespace Serverless.Sam;

/// <summary>Expands the SAM resources one after the other, in groups. An invalid one does not keep the others from being looked at.</summary>
/// <param name="run">The transform.</param>
/// <param name="errors">Collects what the service would complain about.</param>
/// <param name="complaints">Collects what only this transform has to say.</param>
internal sealed class ResourceLoop(TransformRun run, List<SamError> errors, List<Diagnostic> complaints)
{
    public void Expand()
    {
        foreach (var (registered, key, body) in InOrder())
        {
            try
            {
                Expand(registered.Expander, key, body);
            }
            catch (SamErrorException invalid)
            {
                errors.Add(invalid.Error);
            }
        }
    }

    private IEnumerable<FoundResource> InOrder()
    {
        var found = new List<FoundResource>();
        foreach (var (key, value) in run.InputResources)
        {
            var body = (MapValue)value;
            var type = body["Type"].AsString();
            if (ExpanderList.Find(type) is { } registered)
            {
                found.Add(new(registered, key, body));
            }
            else if (type is not null && type.StartsWith(SamTypes.Prefix, StringComparison.Ordinal))
            {
                complaints.Add(SamDiagnostics.Unknown(type, body["Type"]!.Span.Or(key.Span), ExpanderList.All.Select(known => known.Type)));
            }
        }

        return found.Order(ByGroup.Instance);
    }

    private void Expand(Expander expander, MapKey key, MapValue body)
    {
        var resource = Read(expander, key, body);
        var generated = expander.Expand(resource, run);
        run.Expanded.Add(key.Text);
        RegisterReferences(expander, resource, generated);
        if (resource.Id != key.Text)
        {
            run.ChangedIds.Add(key.Text, resource.Id);
        }

        foreach (var one in generated)
        {
            Emit(one, resource);
        }
    }

    private SamResource Read(Expander expander, MapKey key, MapValue body)
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

        expander.Prepare(properties, subject, run);
        return SamResource.Read(key.Text, body, properties, expander.Properties, subject);
    }

    // Where several resources of a type are generated, the last one is meant.
    private void RegisterReferences(Expander expander, SamResource resource, List<GeneratedResource> generated)
    {
        foreach (var (name, type) in expander.ReferableProperties)
        {
            if (generated.FindLast(one => one.Shape.Type == type) is { } meant)
            {
                run.References.Add(resource.Id, name, meant.Id);
            }
        }
    }

    private void Emit(GeneratedResource generated, SamResource owner)
    {
        if (TakenIds.Check(generated, owner, run.InputResources) is { } taken)
        {
            errors.Add(taken);
        }
        else
        {
            var metadata = run.Context.PassthroughMetadata && owner.Attributes.Get("Metadata") is { IsTruthy: true } there ? there : null;
            run.Emit(generated, owner.Subject.Id, metadata);
        }
    }

    private sealed record FoundResource(RegisteredExpander Registered, MapKey Key, MapValue Body);

    private sealed class ByGroup : IComparer<FoundResource>
    {
        public static ByGroup Instance { get; } = new();

        public int Compare(FoundResource? x, FoundResource? y) => (int)x!.Registered.Group - (int)y!.Registered.Group;
    }
}
