using Serverless.Artifacts.Images;
using Serverless.Templates;
using Serverless.Text;

namespace Serverless.Artifacts;

/// <summary>A text of a function, with its place.</summary>
internal readonly record struct Setting(string Text, SourceSpan Span);

/// <summary>What a function of the template says about how it runs, worked out as far as that is possible before deployment.</summary>
internal sealed class FunctionSettings(Template template, Resource resource, OfflineValues values)
{
    /// <summary>The function.</summary>
    public Resource Resource { get; } = resource;

    /// <summary>The runtime; null when it is missing or not known.</summary>
    public Setting? Runtime => Find("Runtime");

    /// <summary>The handler; null when it is missing or not known.</summary>
    public Setting? Handler => Find("Handler");

    /// <summary>The name of the compile mode in the function's metadata; null when there is none.</summary>
    public Setting? CompileMode =>
        Resource.Body["Metadata"].AsMap()?["CompileMode"] is { } written && values.Resolve(written).Value is ScalarValue scalar
            ? new(scalar.Text, written.Span.Or(Resource.Span))
            : null;

    /// <summary>True when the function runs a container image.</summary>
    public bool IsImage => ImageFinder.IsImage(template, Resource, values);

    /// <summary>The first word of an image's command, which is its handler; null when the template does not say.</summary>
    public Setting? Command => values.Resolve(EffectiveProperties.Find(template, Resource, "ImageConfig.Command")).Value is ListValue { Count: > 0 } list && values.Resolve(list[0]).Value is ScalarValue first
        ? new(first.Text, list[0].Span.Or(Resource.Span))
        : null;

    /// <summary>True when the template says what starts in an image.</summary>
    public bool HasEntryPoint => EffectiveProperties.Find(template, Resource, "ImageConfig.EntryPoint") is not null;

    /// <summary>True when the runtime is <c>provided</c> or one of its successors.</summary>
    public bool IsCustomRuntime => Runtime is { } runtime && LambdaRuntime.IsCustomName(runtime.Text);

    /// <summary>True for the resource types that are functions.</summary>
    public static bool IsFunction(Resource resource) => resource.ResourceType is "AWS::Serverless::Function" or "AWS::Lambda::Function";

    /// <summary>The value of the architectures as the template has it, and as it is worked out.</summary>
    public (TemplateValue? Written, OfflineValue Resolved) Architectures()
    {
        var written = EffectiveProperties.Find(template, Resource, "Architectures");
        return (written, values.Resolve(written));
    }

    private Setting? Find(string property)
    {
        var written = EffectiveProperties.Find(template, Resource, property);
        return values.Resolve(written).Value is ScalarValue scalar ? new(scalar.Text, written!.Span.Or(Resource.Span)) : null;
    }
}
