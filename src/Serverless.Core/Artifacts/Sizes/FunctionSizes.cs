using Serverless.Diagnostics;
using Serverless.Templates;

namespace Serverless.Artifacts.Sizes;

/// <summary>Finds the functions of one template that are packaged, with their layers and budgets.</summary>
internal sealed class FunctionSizes
{
    private readonly string _id;
    private readonly Template _template;
    private readonly OfflineValues _values;
    private readonly IReadOnlyDictionary<PropertyPlace, Artifact> _artifacts;

    /// <param name="id">The template's id; empty for the app's own.</param>
    /// <param name="template">The template as it was planned.</param>
    /// <param name="parameters">What is known of its parameters.</param>
    /// <param name="artifacts">The artifacts by the places that they fill.</param>
    public FunctionSizes(string id, Template template, KnownParameters parameters, IReadOnlyDictionary<PropertyPlace, Artifact> artifacts) =>
        (_id, _template, _values, _artifacts) = (id, template, new(template, parameters), artifacts);

    /// <summary>True for the resource types that are layers.</summary>
    public static bool IsLayer(Resource? resource) => resource?.ResourceType is "AWS::Serverless::LayerVersion" or "AWS::Lambda::LayerVersion";

    /// <summary>The functions in the template's order.</summary>
    /// <param name="budget">What a zipped function may weigh that does not say so itself; null for anything.</param>
    /// <param name="diagnostics">Gets complaints about budgets that cannot be read.</param>
    public List<FunctionSize> Read(SizeBudget? budget, List<Diagnostic> diagnostics)
    {
        var functions = new List<FunctionSize>();
        foreach (var resource in _template.Resources)
        {
            if (FunctionSettings.IsFunction(resource) && FindArtifact(resource) is { } artifact)
            {
                functions.Add(Read(resource, artifact, budget, diagnostics));
            }
        }

        return functions;
    }

    private FunctionSize Read(Resource resource, Artifact artifact, SizeBudget? budget, List<Diagnostic> diagnostics)
    {
        var isImage = artifact.ImageDigest is not null;
        var (known, unknown) = (new List<LayerSize>(), 0);
        foreach (var written in isImage ? [] : LayersOf(resource))
        {
            if (FindLayer(written) is { } layer)
            {
                known.Add(layer);
            }
            else
            {
                unknown++;
            }
        }

        return new(resource.Id.Value, artifact.Id, artifact.Size, artifact.UnzippedSize)
        {
            Template = _id.Length > 0 ? _id : null,
            Layers = [.. known],
            UnknownLayers = unknown,
            IsImage = isImage,
            Budget = FindBudget(resource, diagnostics) ?? (isImage ? null : budget),
            Span = resource.Span,
        };
    }

    private Artifact? FindArtifact(Resource resource) => PathProperties.Of(resource.ResourceType)
        .Select(property => _artifacts.GetValueOrDefault(new(resource.Id, property.Property) { Template = _id }))
        .FirstOrDefault(artifact => artifact is not null);

    // An item that is left out, as by AWS::NoValue, is no layer.
    private IEnumerable<TemplateValue?> LayersOf(Resource resource)
    {
        var written = EffectiveProperties.Find(_template, resource, "Layers");
        return (written is null ? null : _values.Choose(written)) switch
        {
            ListValue list => list.Select(_values.Choose).Where(item => !IsNoValue(item)),
            null when written is null => [],
            var other => IsNoValue(other) ? [] : [other],
        };
    }

    private static bool IsNoValue(TemplateValue? value) => value is not null && Intrinsic.TryRead(value, out var call) && call.Name == "Ref" && call.Argument.AsString() == "AWS::NoValue";

    private LayerSize? FindLayer(TemplateValue? value) =>
        Intrinsic.TryRead(value, out var call) && call.Name == "Ref" && call.Argument.AsString() is { } name
        && _template.FindResource(name) is { } layer && IsLayer(layer) && FindArtifact(layer) is { } artifact
            ? new(name, artifact.Id, artifact.UnzippedSize)
            : null;

    private SizeBudget? FindBudget(Resource resource, List<Diagnostic> diagnostics)
    {
        if (resource.Body["Metadata"].AsMap()?["SizeBudget"] is not { } written || _values.Resolve(written).Value is not ScalarValue scalar)
        {
            return null;
        }

        if (SizeBudget.Read(scalar.Text) is { } budget)
        {
            return budget;
        }

        diagnostics.Add(PackageDiagnostics.UnreadableBudget.At(
            written.Span.Or(resource.Span), $"'{scalar.Text}' is not a size budget.", SizeBudget.HowToWrite));
        return SizeBudget.None;
    }
}
