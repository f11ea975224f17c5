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
    private readonly List<NestedTemplate> _nested = [];
    private readonly Dictionary<(string Path, string Parameters), int> _known = [];
    private readonly HashSet<string> _ids = new(StringComparer.OrdinalIgnoreCase);

    public ApplicationPlanning(Template template, ApplicationLayout layout, IFileTree files)
    {
        (Layout, Files) = (layout, files);
        _root = new(this, new("", template, layout.TemplatePath, KnownParameters.Given(layout.Parameters), []));
        _all.Add(_root);
    }

    public ApplicationLayout Layout { get; }

    public IFileTree Files { get; }

    /// <summary>What the places of all templates are made of, in the order in which they were met.</summary>
    public Dictionary<PropertyPlace, ArtifactSource> Sources { get; } = [];

    /// <summary>Places with a local path that errors were reported about.</summary>
    public List<PropertyPlace> Unplanned { get; } = [];

    public PackagePlan Plan()
    {
        _root.Plan();
        ContentChecks.Check(Layout.Content, Sources, _root.Diagnostics);
        return new(Share()) { Unplanned = [.. Unplanned], Templates = [.. _nested] };
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
        Checked.From(plan, _all.SelectMany(one => one.Diagnostics.Distinct().OrderBy(diagnostic => diagnostic.Span.Start)).Distinct());

    /// <summary>Plans a template that another one nests, unless the same was planned already. Its own nested templates come before it.</summary>
    /// <returns>False when there is no such template that can be used; complaints tell why.</returns>
    public bool Nest(PropertyPlace place, string path, KnownParameters parameters, ImmutableArray<string> above, List<Diagnostic> diagnostics)
    {
        if (_known.TryGetValue((path, parameters.Key), out var at))
        {
            _nested[at] = _nested[at] with { Fills = _nested[at].Fills.Add(place) };
            return true;
        }

        var source = Files.ReadTemplate(path);
        var read = source.Value is null ? Checked.Bad<Template>(source.Diagnostics) : TemplateReader.Read(source.Value);
        diagnostics.AddRange(read.Diagnostics);
        if (read.Value is not { } template)
        {
            return false;
        }

        var id = NextId(path);
        var planning = new TemplatePlanning(this, new(id, template, path, parameters, above));
        _all.Add(planning);
        planning.Plan();
        _known.Add((path, parameters.Key), _nested.Count);
        _nested.Add(new(id, template, [place]));
        return true;
    }

    public FunctionProject? FindProject(string path) => Layout.Projects.FirstOrDefault(project => Files.PathComparer.Equals(project.Path, path));

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
        var names = new ArtifactNames();
        return
        [
            .. from pair in Sources
               let added = AddedTo(pair.Key)
               group (Place: pair.Key, Added: added) by (Source: pair.Value, Added: string.Join('\n', added.Select(one => $"{one.PackagePath}={one.SourcePath}"))) into same
               let fills = same.Select(one => one.Place).ToImmutableArray()
               let additions = same.First().Added
               select new PlannedArtifact(names.Next(same.Key.Source, fills[0], isOwn: !additions.IsEmpty), same.Key.Source, fills)
               {
                   IsCode = fills.Any(place => Of(place).IsCode(place)),
                   Added = additions,
               },
        ];
    }

    private ImmutableArray<AddedContent> AddedTo(PropertyPlace place) =>
        Layout.Content.IsEmpty || !Of(place).TakesContent(place) ? [] : [.. Layout.Content.Where(content => content.LogicalId == place.Resource.Value)];
}
