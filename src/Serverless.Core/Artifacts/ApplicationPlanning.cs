using System.Collections.Immutable;
using Serverless.Artifacts.Images;
using Serverless.Diagnostics;
using Serverless.Templates;

namespace Serverless.Artifacts;

/// <summary>The planning of an app: of its template and all those nested in it, which share artifacts.</summary>
internal sealed class ApplicationPlanning
{
    private readonly TemplatePlanning _root;
    private readonly List<TemplatePlanning> _all = [];
    private readonly List<NestedPlanning> _nested = [];
    private readonly Dictionary<string, NestedPlanning> _known = [];
    private readonly Dictionary<string, Checked<Template>> _read = [];
    private readonly ComposeNested _compose;
    private readonly HashSet<string> _ids = new(StringComparer.OrdinalIgnoreCase);

    public ApplicationPlanning(Template template, ApplicationLayout layout, PlanContext context)
    {
        (Layout, Files, _compose) = (layout, context.Files, context.Compose);
        _root = new(this, new("", template, layout.TemplatePath, KnownParameters.Given(layout.Parameters), []));
        _all.Add(_root);
    }

    public ApplicationLayout Layout { get; }

    public IFileTree Files { get; }

    /// <summary>What the places of all templates are made of, in the order in which they were met.</summary>
    public Dictionary<PropertyPlace, ArtifactSource> Sources { get; } = [];

    /// <summary>Places with a local path that errors were reported about.</summary>
    public List<PropertyPlace> Unplanned { get; } = [];

    public async Task<PackagePlan> PlanAsync(CancellationToken cancellationToken)
    {
        await _root.PlanAsync(cancellationToken);
        ContentChecks.Check(Layout.Content, Sources, _root.Diagnostics);
        return new(Share()) { Unplanned = [.. Unplanned], Templates = [.. _nested.Select(nested => nested.ToTemplate())] };
    }

    /// <summary>Every project of the plan as it was published.</summary>
    public PackagePlan TakePublished(PackagePlan plan)
    {
        var taken = new List<PlannedArtifact>();
        foreach (var artifact in plan.Artifacts)
        {
            if (artifact.Source is DockerfileSource && Layout.DockerImages?.GetValueOrDefault(artifact.Id) is { } built)
            {
                taken.Add(artifact with { Source = new ImageArchiveSource(built) });
            }
            else if (PackagePlan.PublishOf(artifact.Source) is not { } publish)
            {
                taken.Add(artifact);
            }
            else if (artifact.Source is ImageProjectSource)
            {
                TakeImage(artifact, publish, taken);
            }
            else if (FindPublished(publish) is { } published)
            {
                var kept = WithoutExcluded(published);
                var source = new PublishedSource(publish.IsBootstrap ? kept.WithBootstrap() : kept);
                taken.Add(artifact with { Source = source });
                artifact.Fills.ToList().ForEach(place => Sources[place] = source);
            }
            else
            {
                Unplanned.AddRange(artifact.Fills);
                Of(artifact.Fills[0]).ComplainOfMissing(publish, artifact.Fills[0]);
            }
        }

        return plan with { Artifacts = [.. taken], Unplanned = [.. Unplanned] };
    }

    private void TakeImage(PlannedArtifact artifact, RequiredPublish publish, List<PlannedArtifact> taken)
    {
        if (FindPublished(publish) is not { BaseImageArchive: { } archive } published)
        {
            Unplanned.AddRange(artifact.Fills);
            Of(artifact.Fills[0]).ComplainOfMissing(publish, artifact.Fills[0]);
            return;
        }

        var source = new PublishedImageSource(WithoutExcluded(published), archive);
        taken.Add(artifact with { Source = source });
        artifact.Fills.ToList().ForEach(place => Sources[place] = source);
    }

    private PublishedProject WithoutExcluded(PublishedProject published) =>
        published with { Files = published.Files.RemoveAll(file => Layout.ExcludedPaths.Contains(file.SourcePath, Files.PathComparer)) };

    public void Check(TimeProvider clock) => _all.ForEach(one => one.Check(clock));

    /// <summary>The plan with the complaints of all templates, each template's in the order of its text.</summary>
    public Checked<PackagePlan> Conclude(PackagePlan plan) =>
        Checked.From(plan, _all.Where(one => one.Diagnostics.Count > 0).SelectMany(one => one.Diagnostics.Distinct().OrderBy(diagnostic => diagnostic.Span.Start)).Distinct());

    /// <summary>Plans a template that another one nests, unless the same was planned already. Its own nested templates come before it.</summary>
    /// <returns>False when there is no such template that can be used; complaints tell why.</returns>
    public async Task<bool> NestAsync(Nesting nesting, List<Diagnostic> diagnostics, CancellationToken cancellationToken)
    {
        var key = $"{nesting.Path}\n{nesting.Parameters.Key}";
        if (_known.TryGetValue(key, out var planned))
        {
            planned.Fills.Add(nesting.Place);
            return true;
        }

        var read = Read(nesting.Path);
        diagnostics.AddRange(read.Diagnostics.Except(diagnostics));
        if (read.Value is not { } written)
        {
            return false;
        }

        // What does not hinder planning is said when the template is compiled.
        var composed = await _compose(written, nesting.Parameters, cancellationToken);
        diagnostics.AddRange(composed.IsGood ? [] : composed.Diagnostics.Except(diagnostics));

        var nested = new NestedPlanning(NextId(nesting.Path), written, composed.Value ?? ComposedTemplate.AsWritten(written), [nesting.Place]);
        if (composed.Value is { Template: var template })
        {
            var planning = new TemplatePlanning(this, new(nested.Id, template, nesting.Path, nesting.Parameters, nesting.Above));
            _all.Add(planning);
            await planning.PlanAsync(cancellationToken);
        }

        _known.Add(key, nested);
        _nested.Add(nested);
        return true;
    }

    public FunctionProject? FindProject(string path) => Layout.Projects.FirstOrDefault(project => Files.PathComparer.Equals(project.Path, path));

    // Other parameters make another plan of the same text.
    private Checked<Template> Read(string path)
    {
        if (!_read.TryGetValue(path, out var read))
        {
            var source = Files.ReadTemplate(path);
            _read.Add(path, read = source.Value is null ? Checked.Bad<Template>(source.Diagnostics) : TemplateReader.Read(source.Value));
        }

        return read;
    }

    private TemplatePlanning Of(PropertyPlace place) => _all.Find(one => one.Id == place.Template)!;

    private string NextId(string path)
    {
        var name = ArtifactNames.Clean(Path.GetFileNameWithoutExtension(path));
        var id = name;
        for (var i = 2; !_ids.Add(id); i++)
        {
            id = $"{name}-{i}";
        }

        return id;
    }

    private PublishedProject? FindPublished(RequiredPublish publish) => Layout.Published.FirstOrDefault(published =>
        Files.PathComparer.Equals(published.Path, publish.ProjectPath)
        && published.RuntimeIdentifier == publish.RuntimeIdentifier
        && published.CompileMode == publish.CompileMode
        && string.Equals(published.Configuration, publish.Configuration, StringComparison.OrdinalIgnoreCase)
        && (publish.TargetFramework is null || published.Facts.TargetFrameworks.IsDefaultOrEmpty || published.Facts.TargetFrameworks.Contains(publish.TargetFramework)));

    // Equal sources with equal additions are one artifact: records compare by value, and the layout's lists are the same objects.
    private ImmutableArray<PlannedArtifact> Share()
    {
        var shared = new Dictionary<SharedKey, SharedSource>();
        foreach (var (place, source) in Sources)
        {
            var added = AddedTo(place);
            var key = new SharedKey(source, string.Join('\n', added.Select(one => $"{one.PackagePath}={one.SourcePath}")));
            if (!shared.TryGetValue(key, out var same))
            {
                shared.Add(key, same = new(source, added, []));
            }

            same.Fills.Add(place);
        }

        var names = new ArtifactNames();
        return
        [
            .. shared.Values.Select(same => new PlannedArtifact(names.Next(same.Source, same.Fills[0], isOwn: !same.Added.IsEmpty), same.Source, [.. same.Fills])
            {
                IsCode = same.Fills.Any(place => Of(place).IsCode(place)),
                Added = same.Added,
            }),
        ];
    }

    private ImmutableArray<AddedContent> AddedTo(PropertyPlace place) =>
        Layout.Content.IsEmpty || !Of(place).TakesContent(place) ? [] : [.. Layout.Content.Where(content => content.LogicalId == place.Resource.Value)];

    private sealed record SharedKey(ArtifactSource Source, string Added);

    private sealed record SharedSource(ArtifactSource Source, ImmutableArray<AddedContent> Added, List<PropertyPlace> Fills);

    private sealed record NestedPlanning(string Id, Template Written, ComposedTemplate Composed, List<PropertyPlace> Fills)
    {
        public NestedTemplate ToTemplate() => new(Id, Written, [.. Fills]) { Composed = Composed };
    }
}
