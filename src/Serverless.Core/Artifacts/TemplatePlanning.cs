using System.Collections.Immutable;
using Serverless.Artifacts.Images;
using Serverless.Diagnostics;
using Serverless.Templates;
using Serverless.Text;

namespace Serverless.Artifacts;

/// <summary>A template that is planned.</summary>
/// <param name="Id">Its id in the plan; empty for the app's own.</param>
/// <param name="Template">The template, in one piece.</param>
/// <param name="Path">Absolute path of its file.</param>
/// <param name="Parameters">What is known of its parameters.</param>
/// <param name="Above">The files of the templates that it is nested in, the app's own first.</param>
internal sealed record PlannedTemplate(string Id, Template Template, string Path, KnownParameters Parameters, ImmutableArray<string> Above);

/// <summary>A place where a template nests another one.</summary>
/// <param name="Place">The place.</param>
/// <param name="Path">Absolute path of the nested template.</param>
/// <param name="Parameters">What is known of the parameters that it gets.</param>
/// <param name="Above">The files of the templates that it is nested in, the app's own first.</param>
internal sealed record Nesting(PropertyPlace Place, string Path, KnownParameters Parameters, ImmutableArray<string> Above);

/// <summary>The planning of one template, with the complaints it gathers.</summary>
internal sealed class TemplatePlanning
{
    private readonly ApplicationPlanning _app;
    private readonly PlannedTemplate _planned;
    private readonly Template _template;
    private readonly OfflineValues _values;
    private readonly LocalPathFinder _finder;

    public TemplatePlanning(ApplicationPlanning app, PlannedTemplate planned)
    {
        (_app, _planned, _template) = (app, planned, planned.Template);
        _values = new(_template, planned.Parameters);
        _finder = new(_template, planned.Path, app.Layout, app.Files, _values, Diagnostics);
    }

    public string Id => _planned.Id;

    public List<Diagnostic> Diagnostics { get; } = [];

    public async Task PlanAsync(CancellationToken cancellationToken)
    {
        foreach (var place in PathPlaces.Of(_template))
        {
            await PlanAsync(place, place.Place with { Template = Id }, cancellationToken);
        }
    }

    public void Check(TimeProvider clock)
    {
        var runtimes = new RuntimeChecks(clock, Diagnostics);
        var handlers = new HandlerChecks(Diagnostics);
        var images = new ImageChecks(handlers, Diagnostics);
        foreach (var resource in _template.Resources.Where(FunctionSettings.IsFunction))
        {
            var function = new FunctionSettings(_template, resource, _values);
            runtimes.CheckRuntime(function);
            images.CheckProperties(function);
            foreach (var property in PathProperties.Of(resource.ResourceType))
            {
                var source = _app.Sources.GetValueOrDefault(new(resource.Id, property.Property) { Template = Id });
                CheckCode(function, source, runtimes, handlers);
                CheckImage(function, source, images);
            }
        }
    }

    /// <summary>True when a function runs what a place of this template points at.</summary>
    public bool IsCode(PropertyPlace place) => PathProperties.Find(_template.FindResource(place.Resource)?.ResourceType, place.Property)?.Content is PathContent.Code;

    /// <summary>True when what a place points at takes further files.</summary>
    public bool TakesContent(PropertyPlace place) => PathProperties.Find(_template.FindResource(place.Resource)?.ResourceType, place.Property)?.Content is PathContent.Code or PathContent.Image;

    public void ComplainOfMissing(RequiredPublish publish, PropertyPlace place)
    {
        var others = _app.Layout.Published
            .Where(published => _app.Files.PathComparer.Equals(published.Path, publish.ProjectPath))
            .Select(published => $"{published.RuntimeIdentifier} {published.Configuration}").ToList();
        Diagnostics.Add(PackageDiagnostics.NotPublished.At(
            SpanOf(_template.FindResource(place.Resource)!, place.Property),
            $"{_finder.Show(publish.ProjectPath)} was not published for {publish.RuntimeIdentifier} in {publish.Configuration}, which '{place.Resource}' needs.",
            others.Count == 0 ? null : $"It was published for {string.Join(", ", others)}."));
    }

    private async Task PlanAsync(PathPlace found, PropertyPlace place, CancellationToken cancellationToken)
    {
        switch (_finder.Find(found))
        {
            case LocalPath.None:
                break;
            case LocalPath.Project image when found.Property.Content == PathContent.Image && FindPublish(found.Resource!, found.Property, image.Path) is { } publish:
                _app.Sources.Add(place, new ImageProjectSource(publish with { IsBootstrap = false }));
                break;
            case LocalPath.Project project when found.Property.Content != PathContent.Image && FindPublish(found.Resource!, found.Property, project.Path) is { } publish:
                _app.Sources.Add(place, new ProjectSource(publish));
                break;
            case LocalPath.Content content:
                _app.Sources.Add(place, new ContentSource(content.Path, _app.Layout.ExcludedPaths));
                break;
            case LocalPath.File file:
                _app.Sources.Add(place, new FileSource(file.Path));
                break;
            case LocalPath.Image image:
                _app.Sources.Add(place, new ImageArchiveSource(image.Path));
                break;
            case LocalPath.Dockerfile file when FindDockerfile(found.Resource!, file) is { } source:
                _app.Sources.Add(place, source);
                break;
            case LocalPath.Nested nested when await NestAsync(found.Resource!, place, nested.Path, cancellationToken):
                break;
            default:
                _app.Unplanned.Add(place);
                break;
        }
    }

    private async Task<bool> NestAsync(Resource resource, PropertyPlace place, string path, CancellationToken cancellationToken)
    {
        var above = _planned.Above.Add(_planned.Path);
        var at = above.IndexOf(path, _app.Files.PathComparer);
        if (at < 0)
        {
            return await _app.NestAsync(new(place, path, _planned.Parameters.ForNested(resource, _values), above), Diagnostics, cancellationToken);
        }

        Diagnostics.Add(ProjectDiagnostics.NestedCircle.At(
            SpanOf(resource, place.Property),
            $"A stack cannot contain itself: {string.Join(" → ", above.Skip(at).Append(path).Select(_finder.Show))}.",
            "Move what both need into a template of its own."));
        return false;
    }

    private void CheckCode(FunctionSettings function, ArtifactSource? source, RuntimeChecks runtimes, HandlerChecks handlers)
    {
        switch (source)
        {
            case ProjectSource { Publish: { ProjectPath: var path } publish } when _app.FindProject(path) is { } project:
                var facts = publish.CompileMode?.ApplyTo(project.Facts) ?? project.Facts;
                runtimes.CheckProject(function, path, facts);
                handlers.Check(function, path, facts, facts.AssemblyPath);
                break;
            case PublishedSource { Project: var published }:
                runtimes.CheckProject(function, published.Path, published.Facts);
                handlers.Check(function, published.Path, published.Facts, FindAssembly(published));
                Diagnostics.AddRange(PublishedFilesChecks.Check(function, Path.GetFileName(published.Path), With(function, ZipNames.Of(published.Files))));
                break;
            case ContentSource { Path: var folder } when _app.Files.FolderExists(folder):
                Diagnostics.AddRange(PublishedFilesChecks.Check(function, $"'{_finder.Show(folder)}', a folder without a project,", With(function, NamesAtRoot(folder))));
                break;
        }
    }

    private void CheckImage(FunctionSettings function, ArtifactSource? source, ImageChecks images)
    {
        switch (source)
        {
            case ImageProjectSource { Publish: { ProjectPath: var path } publish } when _app.FindProject(path) is { } project:
                images.CheckProject(function, path, publish.CompileMode?.ApplyTo(project.Facts) ?? project.Facts, project.Facts.AssemblyPath);
                break;
            case PublishedImageSource { Project: var published }:
                images.CheckProject(function, published.Path, published.Facts, FindAssembly(published));
                break;
        }
    }

    private DockerfileSource? FindDockerfile(Resource resource, LocalPath.Dockerfile found)
    {
        if (_app.Layout.Machine is { } machine && !machine.HasProgram("docker"))
        {
            Diagnostics.Add(ProjectDiagnostics.DockerMissing.At(
                found.Written.Span.Or(resource.Span),
                $"The image of '{resource.Id}' is made of {_finder.Show(found.Path)}, and there is no docker here to build it.",
                "Install docker, or remove Dockerfile and DockerContext from the function's Metadata: the .NET SDK makes images of projects without docker."));
            return null;
        }

        return FindArchitecture(new(_template, resource, _values)) is { } architecture ? DockerBuild.Read(resource, found, architecture, _values) : null;
    }

    private IEnumerable<string> NamesAtRoot(string folder) => _app.Files.FilesIn(folder).Select(path => Path.GetFileName(path)!);

    private HashSet<string> With(FunctionSettings function, IEnumerable<string> names) =>
        [.. names, .. _app.Layout.Content.Where(content => content.LogicalId == function.Resource.Id.Value).Select(content => ZipNames.Normalize(content.PackagePath)).OfType<string>()];

    private RequiredPublish? FindPublish(Resource resource, PathProperty property, string path)
    {
        if (_app.FindProject(path) is not { } project)
        {
            var appProject = _app.Layout.ProjectPath;
            var relative = LocalPathFinder.Relative(Path.GetDirectoryName(appProject)!, path);
            Diagnostics.Add(ProjectDiagnostics.ProjectNotReferenced.At(
                SpanOf(resource, property.Property),
                $"Function '{resource.Id}' is made of {_finder.Show(path)}, which {Path.GetFileName(appProject)} does not reference.",
                $"Add <ServerlessFunctionProject Include=\"{relative}\" /> to an ItemGroup of {Path.GetFileName(appProject)}."));
            return null;
        }

        var function = new FunctionSettings(_template, resource, _values);
        return FindArchitecture(function) is { } architecture
            ? Possible(function, project.Facts, new(project.Path, architecture.RuntimeIdentifier, _app.Layout.Configuration, TargetFramework.Choose(project.Facts.TargetFrameworks, function.Runtime?.Text))
            {
                CompileMode = FindCompileMode(function, project.Facts),
                IsBootstrap = function.IsCustomRuntime,
            })
            : null;
    }

    private RequiredPublish? Possible(FunctionSettings function, ProjectFacts facts, RequiredPublish publish)
    {
        var isNative = publish.CompileMode?.IsNative ?? facts.PublishAot;
        if (!isNative || _app.Layout.Machine?.WhyNotNative(publish.RuntimeIdentifier) is not { } because)
        {
            return publish;
        }

        Diagnostics.Add(ProjectDiagnostics.NativeToolsMissing.At(
            (function.CompileMode?.Span ?? default).Or(function.Resource.Span),
            $"'{function.Resource.Id}' cannot be compiled to a native program for {publish.RuntimeIdentifier} here: {because}.",
            "Build where it can be, or set Metadata.CompileMode to SelfContained."));
        return null;
    }

    // A custom runtime has no .NET: a program that brings none gets it.
    private CompileMode? FindCompileMode(FunctionSettings function, ProjectFacts facts)
    {
        if (function.CompileMode is not { } setting)
        {
            return function.IsCustomRuntime && facts is { IsExecutable: true, SelfContained: false, PublishAot: false } ? CompileMode.SelfContained : null;
        }

        if (CompileMode.Find(setting.Text) is { } mode)
        {
            return mode;
        }

        var names = CompileMode.All.Select(one => one.Name).ToList();
        Diagnostics.Add(ProjectDiagnostics.UnknownCompileMode.At(
            setting.Span,
            $"'{setting.Text}' is not a compile mode; there are {string.Join(", ", names.Select(name => $"'{name}'"))}.",
            DidYouMean.Ask(setting.Text, names)));
        return null;
    }

    private LambdaArchitecture? FindArchitecture(FunctionSettings function)
    {
        var (written, resolved) = function.Architectures();
        var span = written?.Span.Or(function.Resource.Span) ?? function.Resource.Span;
        if (resolved.UnknownBecause is { } because)
        {
            Diagnostics.Add(ProjectDiagnostics.ValueNotKnown.At(span, $"The architecture of '{function.Resource.Id}' cannot be known when the app is built: {because}.", "Write it out, or give the parameter a default."));
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
                Diagnostics.Add(ProjectDiagnostics.UnknownArchitecture.At(
                    name.Span.Or(span),
                    $"'{name.Text}' is not an architecture of Lambda; it has {string.Join(" and ", LambdaArchitecture.All.Select(row => $"'{row.Name}'"))}.",
                    DidYouMean.Ask(name.Text, LambdaArchitecture.All.Select(row => row.Name))));
                return null;
            default:
                Diagnostics.Add(ProjectDiagnostics.UnknownArchitecture.At(
                    span,
                    $"'{function.Resource.Id}' has {names.Length} architectures; a function has one.",
                    "SAM adds the list in Globals and the function's own together: keep only one of them."));
                return null;
        }
    }

    private static string? FindAssembly(PublishedProject published) =>
        published.Facts.AssemblyName is { } name && published.Files.FirstOrDefault(file => ZipNames.Normalize(file.RelativePath) == $"{name}.dll") is { } file
            ? file.SourcePath
            : published.Facts.AssemblyPath;

    private SourceSpan SpanOf(Resource resource, string property) => EffectiveProperties.Find(_template, resource, property)?.Span.Or(resource.Span) ?? resource.Span;
}
