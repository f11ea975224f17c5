using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Serverless.Artifacts;
using Serverless.Diagnostics;
using Serverless.Sam;
using Serverless.Templates;
using Serverless.Templates.LanguageExtensions;

namespace Serverless.Compilation;

/// <summary>The compilation of an app: every template in its own right, nested ones before those that hold their address.</summary>
/// <param name="plan">Which artifacts and nested templates there are.</param>
/// <param name="compose">Composes nested templates.</param>
/// <param name="address">Tells where they belong.</param>
/// <param name="found">Gets the complaints.</param>
internal sealed class ApplicationCompilation(PackagePlan plan, ComposeNested compose, AddressArtifact address, List<Diagnostic> found)
{
    private const string SamTransformName = "AWS::Serverless-2016-10-31";

    private static readonly TemplateVocabulary SamVocabulary = new() { Sections = ["Globals"], ResourceAttributes = ["Connectors", "IgnoreGlobals"] };

    private readonly List<KeyValuePair<PropertyPlace, ArtifactLocation>> _locations = [];
    private ImmutableArray<AddressedArtifact> _packed = [];

    /// <summary>Asks where the artifacts of all templates belong.</summary>
    public async Task AddressAllAsync(CancellationToken cancellationToken)
    {
        var answers = await Task.WhenAll(plan.Artifacts.Select(artifact => AddressAsync(artifact, cancellationToken)));
        foreach (var (artifact, location) in plan.Artifacts.Zip(answers))
        {
            _locations.AddRange(artifact.Fills.Select(place => KeyValuePair.Create(place, location)));
        }

        // What could not be planned was complained of; a path that stays where an address belongs would be complained of again.
        _locations.AddRange(plan.Unplanned.Select(place => KeyValuePair.Create(place, new ArtifactLocation("not-stored", "not-planned"))));
        _packed = [.. plan.Artifacts.Zip(answers).Where(pair => pair.First.Source is PackedSource).Select(pair => new AddressedArtifact(((PackedSource)pair.First.Source).Artifact, pair.Second))
            .DistinctBy(artifact => artifact.Location)];
    }

    /// <summary>Compiles one template.</summary>
    /// <param name="composed">The template.</param>
    /// <param name="id">Its id in the plan; empty for the app's own.</param>
    /// <param name="context">What else is needed from outside, with the parameters that this template gets.</param>
    /// <param name="cancellationToken">Stops addressing.</param>
    /// <returns>The compiled template; null when the transform failed.</returns>
    public async Task<CompiledApplication?> CompileAsync(ComposedTemplate composed, string id, CompileContext context, CancellationToken cancellationToken)
    {
        var template = composed.Template;
        Dictionary<LogicalId, CompiledApplication>? nested = null;
        var locations = _locations.FindAll(pair => pair.Key.Template == id);
        var made = new List<AddressedArtifact>();
        foreach (var (inner, place) in plan.Templates.SelectMany(inner => inner.Fills.Where(place => place.Template == id), (inner, place) => (inner, place)))
        {
            var given = NestedParameters.Give(template, place, inner.Template, context, found);
            var compiled = await CompileNestedAsync(inner, given, cancellationToken);
            var location = compiled is null ? ArtifactAddresses.NotStored(inner.Id) : await StoreLaterAsync(inner, place, compiled, made, cancellationToken);
            locations.Add(KeyValuePair.Create(place, location));
            if (compiled is not null)
            {
                (nested ??= []).Add(place.Resource, compiled);
            }
        }

        var transformed = Transform(TemplateRewriter.PointAt(template, locations), composed.IsComplete, context);
        found.AddRange(transformed.Diagnostics.Concat(Check(template, transformed.Value)).Concat(NestedOutputs.Check(template, nested ?? CompiledApplication.NoNested)).Except(found));
        return transformed.Value is not { } expanded ? null : new CompiledApplication(composed.Included, expanded.Template, plan)
        {
            Composed = template,
            IncludedFiles = composed.IncludedFiles,
            Artifacts = [.. id.Length == 0 ? _packed : [], .. made.Concat(nested is null ? [] : nested.Values.SelectMany(inner => inner.Artifacts)).DistinctBy(artifact => artifact.Location)],
            Origins = expanded.Origins,
            Nested = nested ?? CompiledApplication.NoNested,
        };
    }

    private async Task<CompiledApplication?> CompileNestedAsync(NestedTemplate inner, CompileContext context, CancellationToken cancellationToken)
    {
        var composed = await compose(inner.Template, context.KnownParameters, cancellationToken);
        found.AddRange(composed.Diagnostics.Except(found));
        if (composed.Value is null)
        {
            found.AddRange(TemplateChecker.Check(inner.Template).Except(found));
            return null;
        }

        found.AddRange(PackageFolder.Mismatches(plan, inner.Id, composed.Value.Template).Except(found));
        return await CompileAsync(composed.Value, inner.Id, context, cancellationToken);
    }

    // Equal texts have equal addresses, so a template that is nested twice is stored once.
    private async Task<ArtifactLocation> StoreLaterAsync(
        NestedTemplate inner, PropertyPlace place, CompiledApplication compiled, List<AddressedArtifact> made, CancellationToken cancellationToken)
    {
        var body = Encoding.UTF8.GetBytes(TemplateBody.Write(compiled.Template, TemplateBody.StoredBytes));
        var hash = Convert.ToHexStringLower(SHA256.HashData(body));
        var artifact = new Artifact(inner.Id, inner.Template.Source!.Path, hash, hash, body.Length, body.Length) { Content = body };
        var location = await AddressAsync(new(inner.Id, new PackedSource(artifact), [place]), cancellationToken);
        made.Add(new(artifact, location));
        return location;
    }

    private async Task<ArtifactLocation> AddressAsync(PlannedArtifact artifact, CancellationToken cancellationToken)
    {
        try
        {
            return await address(artifact, cancellationToken);
        }
        catch (DiagnosticException complaint)
        {
            lock (found)
            {
                found.AddRange(complaint.Diagnostics.Except(found));
            }

            return ArtifactAddresses.NotStored(artifact.Id);
        }
    }

    // The expanded template says what the transform left for CloudFormation to refuse; the user's own says the rest. What both say is
    // said once: expansion keeps the places.
    private static IEnumerable<Diagnostic> Check(Template template, ExpandedTemplate? expanded)
    {
        var known = expanded?.Template.Resources.Select(resource => resource.Id.Value).ToHashSet();
        var vocabulary = SamVocabulary with { IsKnownElsewhere = name => known?.Contains(name) ?? IsPerhapsGenerated(template, name) };
        var all = TemplateChecker.Check(template, template.Transforms.Contains(SamTransformName) ? vocabulary : null);
        if (expanded is null || template.Transforms.SequenceEqual(expanded.Template.Transforms))
        {
            return all;
        }

        var more = TemplateChecker.Check(expanded.Template).ToList();
        return more.Count == 0 ? all : all.Concat(more).DistinctBy(diagnostic => (diagnostic.Code, diagnostic.Span, diagnostic.Message));
    }

    // Generated ids begin with the id of a SAM resource, or with that of an API nobody declared.
    private static bool IsPerhapsGenerated(Template template, string name) =>
        name.StartsWith("Serverless", StringComparison.Ordinal)
        || template.Resources.Any(resource => name.Length > resource.Id.Value.Length && name.StartsWith(resource.Id.Value, StringComparison.Ordinal));

    private static Checked<ExpandedTemplate> Transform(Template template, bool isComplete, CompileContext context)
    {
        if (context.Mode == TransformMode.Service || !template.Transforms.Contains(SamTransformName))
        {
            return Checked.Good(new ExpandedTemplate(template, new Dictionary<string, ResourceOrigin>()));
        }

        var values = context.Parameters.Reverse().DistinctBy(parameter => parameter.Name).ToDictionary(parameter => parameter.Name, parameter => (TemplateValue)parameter.Value);
        var expanded = SamTransform.Expand(template, context.Transform with { ParameterValues = values });
        if (!isComplete && expanded.Value is not null)
        {
            // The expansion drops all transforms, and this one still has something to do in CloudFormation.
            expanded.Value.Template.Root["Transform"] = LanguageExtensionTransform.Name;
        }

        return expanded;
    }
}
