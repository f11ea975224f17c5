using Serverless.Diagnostics;
using Serverless.Templates;

namespace Serverless.Artifacts.Images;

/// <summary>Holds a function that runs a container image against the rules of Lambda, and against the project it is made of.</summary>
/// <param name="handlers">Looks for methods.</param>
/// <param name="diagnostics">Gets the complaints.</param>
internal sealed class ImageChecks(HandlerChecks handlers, List<Diagnostic> diagnostics)
{
    private static readonly string[] NotForImages = ["Runtime", "Handler", "Layers"];

    /// <summary>Does it have properties that only zips have? The SAM transform says so of its own functions.</summary>
    public void CheckProperties(FunctionSettings function)
    {
        if (!function.IsImage || function.Resource.ResourceType != "AWS::Lambda::Function")
        {
            return;
        }

        foreach (var name in NotForImages.Where(name => !function.Resource.Properties?[name].IsNull() ?? false))
        {
            diagnostics.Add(ProjectDiagnostics.NotForImages.At(
                function.Resource.Properties![name]!.Span.Or(function.Resource.Span),
                $"'{function.Resource.Id}' runs a container image and cannot have {name}.",
                name == "Handler" ? "Name the handler in ImageConfig.Command." : "Remove it, or set PackageType to Zip."));
        }
    }

    /// <summary>Does the image run what the project makes?</summary>
    public void CheckProject(FunctionSettings function, string projectPath, ProjectFacts facts, string? assemblyPath)
    {
        // Such a program is the image's entry point, and whatever the command says is for it alone.
        if (facts.PublishAot || facts.SelfContained || function.HasEntryPoint)
        {
            return;
        }

        if (function.Command is { } command)
        {
            handlers.CheckHandler(command, projectPath, facts, assemblyPath);
        }
        else if (facts.IsExecutable == false)
        {
            diagnostics.Add(ProjectDiagnostics.ImageCommandMissing.At(
                function.Resource.Span,
                $"The image of '{function.Resource.Id}' is made of {Path.GetFileName(projectPath)}, a library, and nothing says which of its methods is called.",
                $"Set ImageConfig.Command to ['{facts.AssemblyName ?? "Assembly"}::Namespace.Type::Method']."));
        }
    }
}
