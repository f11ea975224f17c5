using System.Buffers;
using System.Text;
using System.Text.Json;
using Serverless.Sam;
using Serverless.Templates;
using Serverless.Text;

namespace Serverless.Conformance;

/// <summary>One template of a pack, to be expanded once.</summary>
public sealed class PackRun
{
    /// <summary>The case's name.</summary>
    public required string Name { get; init; }

    /// <summary>The name of the file that the judge reads.</summary>
    public required string OutputName { get; init; }

    /// <summary>The template.</summary>
    public required string InputPath { get; init; }

    /// <summary>What the reference made of it.</summary>
    public required string ExpectedPath { get; init; }

    /// <summary>What the transform takes from outside.</summary>
    public required TransformContext Context { get; init; }

    /// <summary>Reads and expands the template.</summary>
    public PackResult Execute()
    {
        var read = TemplateReader.Read(new SourceText(InputPath, Encoding.UTF8.GetString(File.ReadAllBytes(InputPath))));
        if (read.Value is null)
        {
            return new(null, ServiceErrorText.Render(read.Diagnostics));
        }

        var expanded = SamTransform.Apply(read.Value, Context);
        return expanded.IsGood ? new(expanded.Value, null) : new(null, ServiceErrorText.Render(expanded.Diagnostics));
    }
}

/// <summary>What came of a run.</summary>
/// <param name="Template">The expanded template; null when the template was rejected.</param>
/// <param name="ErrorMessage">The service's line about what is wrong; null when the template was expanded.</param>
public sealed record PackResult(Template? Template, string? ErrorMessage)
{
    /// <summary>The result in the form that the judge reads.</summary>
    public string ToJson()
    {
        var text = new ArrayBufferWriter<char>();
        WriteJson(text);
        return text.WrittenSpan.ToString();
    }

    /// <summary>Appends the result in that form.</summary>
    public void WriteJson(ArrayBufferWriter<char> text)
    {
        if (Template is null)
        {
            text.Write($$"""{"errorMessage": "{{JsonEncodedText.Encode(ErrorMessage!)}}"}""");
        }
        else
        {
            TemplateWriter.WriteJson(Template.Root, text);
        }
    }
}
