using System.Collections.Immutable;
using Serverless.Diagnostics;
using Serverless.Templates;

namespace Serverless.Artifacts;

/// <summary>
/// Decides which artifacts a template needs and what they are made of. One artifact serves all functions of one project, runtime
/// identifier and configuration.
/// </summary>
public static class PackagePlanner
{
    /// <summary>
    /// What has to be published, before anything is: <see cref="PackagePlan.RequiredPublishes"/>. Complains only of what hinders the
    /// answer, since the stages that follow say the rest.
    /// </summary>
    /// <param name="template">The template.</param>
    /// <param name="layout">The app; what was published does not matter.</param>
    /// <param name="files">The disk.</param>
    public static Checked<PackagePlan> RequiredPublishes(Template template, ApplicationLayout layout, IFileTree files)
    {
        var planning = new Planning(template, layout, files);
        return planning.Conclude(planning.Plan());
    }

    /// <summary>
    /// The same plan together with all that can be held against the projects without publishing them: runtimes, target frameworks and
    /// handlers. This is the check of an ordinary build.
    /// </summary>
    /// <param name="template">The template.</param>
    /// <param name="layout">The app; what was published does not matter.</param>
    /// <param name="files">The disk.</param>
    /// <param name="clock">Tells which runtimes are deprecated today.</param>
    public static Checked<PackagePlan> PlanBeforePublish(Template template, ApplicationLayout layout, IFileTree files, TimeProvider clock)
    {
        var planning = new Planning(template, layout, files);
        var plan = planning.Plan();
        planning.Check(clock);
        return planning.Conclude(plan);
    }

    /// <summary>The plan after publishing: every source is there to be packed, and its files are checked too.</summary>
    /// <param name="template">The template.</param>
    /// <param name="layout">The app with what was published.</param>
    /// <param name="files">The disk.</param>
    /// <param name="clock">Tells which runtimes are deprecated today.</param>
    public static Checked<PackagePlan> Plan(Template template, ApplicationLayout layout, IFileTree files, TimeProvider clock)
    {
        var planning = new Planning(template, layout, files);
        var plan = planning.TakePublished(planning.Plan());
        planning.Check(clock);
        return planning.Conclude(plan);
    }

    /// <summary>The values of one planning and the complaints it gathers.</summary>
    private sealed class Planning
    {
        private readonly Template _template;
        private readonly ApplicationLayout _layout;
        private readonly IFileTree _files;
        private readonly OfflineValues _values;
        private readonly LocalPathFinder _finder;
        private readonly List<Diagnostic> _diagnostics = [];
        private readonly List<PropertyPlace> _unplanned = [];
        private readonly Dictionary<PropertyPlace, ArtifactSource> _sources = [];

        public Planning(Template template, ApplicationLayout layout, IFileTree files)
        {
            _template = template;
            _layout = layout;
            _files = files;
            _values = new(template, layout.Parameters);
            _finder = new(template, layout, files, _values, _diagnostics);
        }

        public PackagePlan Plan()
        {
            var needs =
                from resource in _template.Resources
                from property in PathProperties.Of(resource.ResourceType)
                select (resource, property);
            foreach (var (resource, property) in needs)
            {
                var place = new PropertyPlace(resource.Id, property.Property);
                switch (_finder.Find(resource, property))
                {
                    case LocalPath.None:
                        break;
                    case LocalPath.Project project when FindPublish(resource, property, project.Path) is { } publish:
                        _sources.Add(place, new ProjectSource(publish));
                        break;
                    case LocalPath.Content content:
                        _sources.Add(place, new ContentSource(content.Path, _layout.ExcludedPaths));
                        break;
                    case LocalPath.File file:
                        _sources.Add(place, new FileSource(file.Path));
                        break;
                    default:
                        _unplanned.Add(place);
                        break;
                }
            }

            return new(Share(_sources)) { Unplanned = [.. _unplanned] };
        }

        public PackagePlan TakePublished(PackagePlan plan)
        {
            var taken = new List<PlannedArtifact>();
            foreach (var artifact in plan.Artifacts)
            {
                if (artifact.Source is not ProjectSource { Publish: var publish })
                {
                    taken.Add(artifact);
                }
                else if (FindPublished(publish) is { } published)
                {
                    taken.Add(artifact with { Source = new PublishedSource(published) });
                    artifact.Fills.ToList().ForEach(place => _sources[place] = new PublishedSource(published));
                }
                else
                {
                    _unplanned.AddRange(artifact.Fills);
                    ComplainOfMissing(publish, artifact.Fills[0]);
                }
            }

            return new([.. taken]) { Unplanned = [.. _unplanned] };
        }

        public void Check(TimeProvider clock)
        {
            var runtimes = new RuntimeChecks(clock, _diagnostics);
            var handlers = new HandlerChecks(_diagnostics);
            foreach (var resource in _template.Resources.Where(FunctionSettings.IsFunction))
            {
                var function = new FunctionSettings(_template, resource, _values);
                runtimes.CheckRuntime(function);
                foreach (var property in PathProperties.Of(resource.ResourceType))
                {
                    CheckCode(function, _sources.GetValueOrDefault(new(resource.Id, property.Property)), runtimes, handlers);
                }
            }
        }

        public Checked<PackagePlan> Conclude(PackagePlan plan) =>
            Checked.From(plan, _diagnostics.Distinct().OrderBy(diagnostic => diagnostic.Span.Start));

        private void CheckCode(FunctionSettings function, ArtifactSource? source, RuntimeChecks runtimes, HandlerChecks handlers)
        {
            switch (source)
            {
                case ProjectSource { Publish.ProjectPath: var path } when FindProject(path) is { } project:
                    runtimes.CheckProject(function, path, project.Facts);
                    handlers.Check(function, path, project.Facts, project.Facts.AssemblyPath);
                    break;
                case PublishedSource { Project: var published }:
                    runtimes.CheckProject(function, published.Path, published.Facts);
                    handlers.Check(function, published.Path, published.Facts, FindAssembly(published));
                    _diagnostics.AddRange(PublishedFilesChecks.Check(function, Path.GetFileName(published.Path), ZipNames.Of(published.Files)));
                    break;
                case ContentSource { Path: var folder } when _files.FolderExists(folder):
                    _diagnostics.AddRange(PublishedFilesChecks.Check(function, $"'{_finder.Show(folder)}', a folder without a project,", NamesAtRoot(folder)));
                    break;
            }
        }

        private HashSet<string> NamesAtRoot(string folder) => [.. _files.FilesIn(folder).Select(path => Path.GetFileName(path)!)];

        private RequiredPublish? FindPublish(Resource resource, PathProperty property, string path)
        {
            if (FindProject(path) is not { } project)
            {
                var relative = LocalPathFinder.Relative(Path.GetDirectoryName(_layout.ProjectPath)!, path);
                _diagnostics.Add(ProjectDiagnostics.ProjectNotReferenced.At(
                    SpanOf(resource, property.Property),
                    $"Function '{resource.Id}' is made of {_finder.Show(path)}, which {Path.GetFileName(_layout.ProjectPath)} does not reference.",
                    $"Add <ServerlessFunctionProject Include=\"{relative}\" /> to an ItemGroup of {Path.GetFileName(_layout.ProjectPath)}."));
                return null;
            }

            var function = new FunctionSettings(_template, resource, _values);
            return FindArchitecture(function) is { } architecture
                ? new(project.Path, architecture.RuntimeIdentifier, _layout.Configuration, TargetFramework.Choose(project.Facts.TargetFrameworks, function.Runtime?.Text))
                : null;
        }

        private LambdaArchitecture? FindArchitecture(FunctionSettings function)
        {
            var (written, resolved) = function.Architectures();
            var span = written?.Span.Or(function.Resource.Span) ?? function.Resource.Span;
            if (resolved.UnknownBecause is { } because)
            {
                _diagnostics.Add(ProjectDiagnostics.ValueNotKnown.At(span, $"The architecture of '{function.Resource.Id}' cannot be known when the app is built: {because}.", "Write it out, or give the parameter a default."));
                return null;
            }

            var names = resolved.Value is ListValue list ? [.. list] : resolved.Value is { } one ? new[] { one } : [];
            switch (names)
            {
                case []:
                    return LambdaArchitecture.Default;
                case [ScalarValue name] when LambdaArchitecture.Find(name.Text) is { } known:
                    return known;
                case [ScalarValue name]:
                    _diagnostics.Add(ProjectDiagnostics.UnknownArchitecture.At(
                        name.Span.Or(span),
                        $"'{name.Text}' is not an architecture of Lambda; it has {string.Join(" and ", LambdaArchitecture.All.Select(row => $"'{row.Name}'"))}.",
                        DidYouMean.Ask(name.Text, LambdaArchitecture.All.Select(row => row.Name))));
                    return null;
                default:
                    _diagnostics.Add(ProjectDiagnostics.UnknownArchitecture.At(
                        span,
                        $"'{function.Resource.Id}' has {names.Length} architectures; a function has one.",
                        "SAM adds the list in Globals and the function's own together: keep only one of them."));
                    return null;
            }
        }

        private FunctionProject? FindProject(string path) => _layout.Projects.FirstOrDefault(project => _files.PathComparer.Equals(project.Path, path));

        private PublishedProject? FindPublished(RequiredPublish publish) => _layout.Published.FirstOrDefault(published =>
            _files.PathComparer.Equals(published.Path, publish.ProjectPath)
            && published.RuntimeIdentifier == publish.RuntimeIdentifier
            && string.Equals(published.Configuration, publish.Configuration, StringComparison.OrdinalIgnoreCase)
            && (publish.TargetFramework is null || published.Facts.TargetFrameworks.IsDefaultOrEmpty || published.Facts.TargetFrameworks.Contains(publish.TargetFramework)));

        private static string? FindAssembly(PublishedProject published) =>
            published.Facts.AssemblyName is { } name && published.Files.FirstOrDefault(file => ZipNames.Normalize(file.RelativePath) == $"{name}.dll") is { } file
                ? file.SourcePath
                : published.Facts.AssemblyPath;

        private void ComplainOfMissing(RequiredPublish publish, PropertyPlace place)
        {
            var others = _layout.Published.Where(published => _files.PathComparer.Equals(published.Path, publish.ProjectPath)).Select(published => $"{published.RuntimeIdentifier} {published.Configuration}").ToList();
            _diagnostics.Add(PackageDiagnostics.NotPublished.At(
                SpanOf(_template.FindResource(place.Resource)!, place.Property),
                $"{_finder.Show(publish.ProjectPath)} was not published for {publish.RuntimeIdentifier} in {publish.Configuration}, which '{place.Resource}' needs.",
                others.Count == 0 ? null : $"It was published for {string.Join(", ", others)}."));
        }

        private Text.SourceSpan SpanOf(Resource resource, string property) =>
            EffectiveProperties.Find(_template, resource, property)?.Span.Or(resource.Span) ?? resource.Span;

        // Equal sources are one artifact: records compare by value, and the layout's lists are the same objects.
        private ImmutableArray<PlannedArtifact> Share(Dictionary<PropertyPlace, ArtifactSource> sources)
        {
            var names = new ArtifactNames();
            return
            [
                .. from pair in sources
                   group pair.Key by pair.Value into same
                   let fills = same.ToImmutableArray()
                   select new PlannedArtifact(names.Next(same.Key, fills[0]), same.Key, fills) { IsCode = fills.Any(IsCode) },
            ];
        }

        private bool IsCode(PropertyPlace place) =>
            PathProperties.Find(_template.FindResource(place.Resource)?.ResourceType, place.Property)?.Content is PathContent.Code;
    }
}
