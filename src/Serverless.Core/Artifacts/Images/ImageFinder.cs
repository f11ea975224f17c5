using Serverless.Diagnostics;
using Serverless.Templates;
using Serverless.Text;

namespace Serverless.Artifacts.Images;

/// <summary>
/// Finds what the container image of a function is made of: a Dockerfile in its metadata, a local path in <c>ImageUri</c>, or the project
/// that its <c>CodeUri</c> names, which is the app's own when it says nothing.
/// </summary>
/// <param name="template">The template.</param>
/// <param name="paths">Knows projects and the disk.</param>
/// <param name="values">Works out values of the template.</param>
/// <param name="diagnostics">Gets the complaints.</param>
internal sealed class ImageFinder(Template template, LocalPathFinder paths, OfflineValues values, List<Diagnostic> diagnostics)
{
    private static readonly string[] ArchiveEndings = [".tar", ".tar.gz", ".tgz"];
    private static readonly string[] LocalEndings = [.. ArchiveEndings, .. LocalPathFinder.ProjectExtensions];

    /// <summary>What a place for an image's address stands for; complaints go to the list.</summary>
    public LocalPath Find(PathPlace place)
    {
        var resource = place.Resource!;
        if (!IsImage(template, resource, values) || place.Value is not (null or ScalarValue) && !Intrinsic.Is(place.Value))
        {
            return new LocalPath.None();
        }

        var resolved = values.Resolve(place.Value);
        return resolved.Value switch
        {
            // An address with parameters in it.
            _ when resolved.IsUnknown => new LocalPath.None(),
            null or StringValue { Value: "" } => Dockerfile(resource) ?? FromCode(resource),
            StringValue text when IsLocal(text.Value) => Look(resource, text.Value, place.Value!.Span.Or(resource.Span)),
            _ => new LocalPath.None(),
        };
    }

    /// <summary>True for a function that runs a container image.</summary>
    public static bool IsImage(Template template, Resource resource, OfflineValues values) =>
        EffectiveProperties.Find(template, resource, "PackageType") is { } type && values.Resolve(type).Value.AsString() == "Image";

    // What looks like a path, or is there. An image's address has neither a dot at its beginning nor one of these endings.
    private bool IsLocal(string text) =>
        text[0] is '.' or '/' || LocalEndings.Any(ending => text.EndsWith(ending, StringComparison.OrdinalIgnoreCase)) || paths.Exists(text);

    private LocalPath FromCode(Resource resource)
    {
        var code = EffectiveProperties.Find(template, resource, resource.ResourceType == "AWS::Lambda::Function" ? "Code" : "CodeUri");
        if (code is not (null or ScalarValue) && !Intrinsic.Is(code))
        {
            code = null;
        }

        var resolved = values.Resolve(code);
        if (resolved.UnknownBecause is { } because)
        {
            diagnostics.Add(ProjectDiagnostics.ValueNotKnown.At(
                code!.Span.Or(resource.Span), $"What the image of '{resource.Id}' is made of cannot be known when the app is built: {because}.", "Write the path itself, or give the parameter a default."));
            return new LocalPath.Unusable();
        }

        return resolved.Value is StringValue { Value: { Length: > 0 } text } ? Look(resource, text, code!.Span.Or(resource.Span)) : paths.AppProject(resource);
    }

    private LocalPath Look(Resource resource, string text, SourceSpan span)
    {
        switch (paths.Look(text, PathContent.Code, span))
        {
            case LocalPath.Content { Path: var path } when ArchiveEndings.Any(ending => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase)):
                return new LocalPath.Image(path);
            case LocalPath.Content or LocalPath.File:
                diagnostics.Add(ProjectDiagnostics.ImageNotBuildable.At(
                    span,
                    $"No container image for '{resource.Id}' can be made of '{text}', which has no .NET project.",
                    "Name a project or an image archive, add Dockerfile and DockerContext to the function's Metadata, or set ImageUri to an image in a registry."));
                return new LocalPath.Unusable();
            case var found:
                return found;
        }
    }

    private LocalPath? Dockerfile(Resource resource)
    {
        var metadata = resource.Body["Metadata"].AsMap();
        if ((metadata?["Dockerfile"] ?? metadata?["DockerContext"]) is not { } written)
        {
            return null;
        }

        var context = paths.FullPath(Text(metadata!["DockerContext"]) ?? ".");
        var file = Path.GetFullPath((Text(metadata["Dockerfile"]) ?? "Dockerfile").Replace('\\', '/'), context);
        if (paths.IsFile(file) && paths.Exists(context))
        {
            return new LocalPath.Dockerfile(context, file, written);
        }

        diagnostics.Add(ProjectDiagnostics.DockerfileNotFound.At(
            written.Span.Or(resource.Span),
            $"The Dockerfile of '{resource.Id}', {paths.Show(file)}, does not exist.",
            "DockerContext is a folder as seen from the template, Dockerfile a file as seen from there. Without both, the image is made by the .NET SDK."));
        return new LocalPath.Unusable();
    }

    private string? Text(TemplateValue? value) => values.Resolve(value).Value is ScalarValue { Text: { Length: > 0 } text } ? text : null;
}
