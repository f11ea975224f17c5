using System.Collections.Immutable;
using Serverless.Artifacts;
using Serverless.Diagnostics;
using Serverless.Sam;
using Serverless.Templates;
using Serverless.Templates.LanguageExtensions;
using Serverless.Text;

namespace Serverless.Compilation;

/// <summary>Read, plan, address, rewrite, transform: the one way from a template's text to a template for CloudFormation, shared by every job.</summary>
public static class ApplicationCompiler
{
    private const string SamTransformName = "AWS::Serverless-2016-10-31";

    private static readonly TemplateVocabulary SamVocabulary = new() { Sections = ["Globals"], ResourceAttributes = ["Connectors", "IgnoreGlobals"] };

    /// <summary>Compiles a template. A mistake in one stage does not keep later stages from finding theirs.</summary>
    /// <param name="source">The template's text.</param>
    /// <param name="plan">Decides which artifacts it needs.</param>
    /// <param name="address">Tells where they belong; not asked when there are errors already.</param>
    /// <param name="context">What else is needed from outside.</param>
    /// <param name="cancellationToken">Stops addressing.</param>
    /// <returns>The application with every complaint in the order of the text; none when there are errors.</returns>
    public static async Task<Checked<CompiledApplication>> CompileAsync(
        SourceText source, PlanArtifacts plan, AddressArtifact address, CompileContext context, CancellationToken cancellationToken)
    {
        var read = TemplateReader.Read(source);
        if (read.Value is not { } written)
        {
            return Checked.Bad<CompiledApplication>(read.Diagnostics);
        }

        var found = new List<Diagnostic>([.. read.Diagnostics, .. ParameterChecker.Check(written, context.Parameters)]);
        var composed = await TemplateComposer.ComposeAsync(written, context, cancellationToken);
        found.AddRange(composed.Diagnostics);
        if (composed.Value is not { Template: var template } composition)
        {
            return Checked.Bad<CompiledApplication>(found.Concat(Check(written, null)).OrderBy(diagnostic => diagnostic.Span.Start));
        }

        var planned = plan(template);
        found.AddRange(planned.Diagnostics);
        var hasErrors = found.Exists(diagnostic => diagnostic.Severity == Severity.Error);

        var artifacts = planned.Value ?? PackagePlan.Empty;
        var locations = await AddressAllAsync(template, artifacts, hasErrors ? ArtifactAddresses.Nowhere : address, found, cancellationToken);
        var rewritten = TemplateRewriter.PointAt(template, [.. Fill(artifacts, locations), .. StandIns(artifacts)]);
        var transformed = Transform(rewritten, composition.IsComplete, context);
        found.AddRange(transformed.Diagnostics);
        found.AddRange(Check(template, transformed.Value));

        var application = transformed.Value is { } expanded
            ? new CompiledApplication(composition.Included, expanded.Template, artifacts)
            {
                Composed = template,
                HasIncludes = !ReferenceEquals(composition.Included, written),
                Artifacts = Packed(artifacts, locations),
                Origins = expanded.Origins,
            }
            : null;
        var result = Checked.From(application, found.OrderBy(diagnostic => diagnostic.Span.Start));
        return result.HasErrors ? result with { Value = null } : result;
    }

    // The expanded template says what the transform left for CloudFormation to refuse; the user's own says the rest. What both say is
    // said once: expansion keeps the places.
    private static IEnumerable<Diagnostic> Check(Template template, ExpandedTemplate? expanded)
    {
        var known = expanded?.Template.Resources.Select(resource => resource.Id.Value).ToHashSet();
        var vocabulary = SamVocabulary with { IsKnownElsewhere = name => known?.Contains(name) ?? IsPerhapsGenerated(template, name) };
        var all = TemplateChecker.Check(template, template.Transforms.Contains(SamTransformName) ? vocabulary : null);
        return expanded is null || template.Transforms.SequenceEqual(expanded.Template.Transforms)
            ? all
            : all.Concat(TemplateChecker.Check(expanded.Template)).DistinctBy(diagnostic => (diagnostic.Code, diagnostic.Span, diagnostic.Message));
    }

    // Generated ids begin with the id of a SAM resource, or with that of an API nobody declared.
    private static bool IsPerhapsGenerated(Template template, string name) =>
        name.StartsWith("Serverless", StringComparison.Ordinal)
        || template.Resources.Any(resource => name.Length > resource.Id.Value.Length && name.StartsWith(resource.Id.Value, StringComparison.Ordinal));

    private static async Task<ImmutableArray<ArtifactLocation>> AddressAllAsync(
        Template template, PackagePlan plan, AddressArtifact address, List<Diagnostic> found, CancellationToken cancellationToken)
    {
        var answers = await Task.WhenAll(plan.Artifacts.Select(AddressAsync));
        found.AddRange(answers.SelectMany(answer => answer.Complaints).Distinct());
        return [.. answers.Select(answer => answer.Location)];

        async Task<(ArtifactLocation Location, ImmutableArray<Diagnostic> Complaints)> AddressAsync(PlannedArtifact artifact)
        {
            try
            {
                return (await address(artifact, cancellationToken), []);
            }
            catch (DiagnosticException complaint)
            {
                return (await ArtifactAddresses.Nowhere(artifact, cancellationToken), complaint.Diagnostics);
            }
        }
    }

    private static IEnumerable<KeyValuePair<PropertyPlace, ArtifactLocation>> Fill(PackagePlan plan, ImmutableArray<ArtifactLocation> locations) =>
        plan.Artifacts.Zip(locations, (artifact, location) => artifact.Fills.Select(place => KeyValuePair.Create(place, location))).SelectMany(pairs => pairs);

    // What could not be planned was complained of; a path that stays where an address belongs would be complained of again.
    private static IEnumerable<KeyValuePair<PropertyPlace, ArtifactLocation>> StandIns(PackagePlan plan) =>
        plan.Unplanned.Select(place => KeyValuePair.Create(place, new ArtifactLocation("not-stored", "not-planned")));

    private static ImmutableArray<AddressedArtifact> Packed(PackagePlan plan, ImmutableArray<ArtifactLocation> locations) =>
        [.. plan.Artifacts.Zip(locations).Where(pair => pair.First.Source is PackedSource).Select(pair => new AddressedArtifact(((PackedSource)pair.First.Source).Artifact, pair.Second))];

    private static Checked<ExpandedTemplate> Transform(Template template, bool isComplete, CompileContext context)
    {
        if (context.Mode == TransformMode.Service || !template.Transforms.Contains(SamTransformName))
        {
            return Checked.Good(new ExpandedTemplate(template, new Dictionary<LogicalId, ResourceOrigin>()));
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
