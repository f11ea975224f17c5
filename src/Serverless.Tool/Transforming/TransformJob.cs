using System.Collections.Immutable;
using System.Text;
using Serverless.Artifacts;
using Serverless.Compilation;
using Serverless.Diagnostics;
using Serverless.Sam;
using Serverless.Templates;
using Serverless.Text;

namespace Serverless.Tool.Transforming;

/// <summary>How a template is written.</summary>
public enum TemplateFormat
{
    /// <summary>As JSON.</summary>
    Json,

    /// <summary>As YAML.</summary>
    Yaml,
}

/// <summary>What to transform.</summary>
/// <param name="TemplatePath">Absolute path of the template.</param>
/// <param name="Region">The region that the stack is for.</param>
internal sealed record TransformRequest(string TemplatePath, string Region)
{
    public ImmutableArray<GivenParameter> Parameters { get; init; } = [];

    /// <summary>Null for the format of the output file's name, or else of the template.</summary>
    public TemplateFormat? Format { get; init; }

    /// <summary>Absolute path of the file to write; null for standard output.</summary>
    public string? OutputPath { get; init; }
}

/// <summary>Compiles a template as a deployment would, with stand-ins for all artifacts, and writes it.</summary>
internal static class TransformJob
{
    /// <exception cref="DiagnosticException">The template has errors, or the file cannot be written.</exception>
    /// <remarks>
    /// It takes less time than a program takes to start, so that nothing in it is worth waiting for without a thread; only files that
    /// are included are read in another way.
    /// </remarks>
    public static void Run(TransformRequest request, CancellationToken cancellationToken)
    {
        var source = Take(TemplateFile.Read(request.TemplatePath));
        var context = new CompileContext(new TransformContext { Region = request.Region, Time = TimeProvider.System, Applications = UnaskedRepository.Instance }) { Parameters = request.Parameters };
        var values = request.Parameters.Reverse().DistinctBy(parameter => parameter.Name).ToDictionary(parameter => parameter.Name, parameter => parameter.Value);
        var compiled = ApplicationCompiler.CompileAsync(
            source, (template, _, _) => Task.FromResult(Checked.Good(LocalPlaces.Plan(template, values))), ArtifactAddresses.Nowhere, context, cancellationToken).GetAwaiter().GetResult();
        var template = Take(compiled).Template;
        if (!compiled.Diagnostics.IsEmpty)
        {
            Complaints.Write(compiled.Diagnostics, OutputFormat.Text);
        }

        var text = FormatOf(request, source) == TemplateFormat.Json ? TemplateWriter.WriteJson(template) : TemplateWriter.WriteYaml(template);
        if (request.OutputPath is { } path)
        {
            WriteFile(path, text);
        }
        else
        {
            WriteOutput(text);
        }
    }

    private static T Take<T>(Checked<T> result)
        where T : class => result.IsGood ? result.Value : throw new DiagnosticException(result.Diagnostics);

    private static TemplateFormat FormatOf(TransformRequest request, SourceText source)
    {
        if (request.Format is { } format)
        {
            return format;
        }

        return Path.GetExtension(request.OutputPath)?.ToLowerInvariant() switch
        {
            ".json" => TemplateFormat.Json,
            ".yaml" or ".yml" => TemplateFormat.Yaml,
            _ => source.Text.AsSpan().TrimStart() is ['{', ..] ? TemplateFormat.Json : TemplateFormat.Yaml,
        };
    }

    // The console would write in the terminal's encoding, and a template is UTF-8 wherever it goes.
    private static void WriteOutput(string text)
    {
        using var output = Console.OpenStandardOutput();
        output.Write(Encoding.UTF8.GetBytes(text));
    }

    // Whoever reads the file sees the old template or the new one, never a part.
    private static void WriteFile(string path, string text)
    {
        var temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            File.WriteAllText(temporary, text);
            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException)
        {
            throw new DiagnosticException(PackageDiagnostics.CannotWrite.At(SourceSpan.File(path), $"The template cannot be written to '{path}': {broken.Message.TrimEnd('.')}."));
        }
        finally
        {
            if (File.Exists(temporary))
            {
                File.Delete(temporary);
            }
        }
    }
}
