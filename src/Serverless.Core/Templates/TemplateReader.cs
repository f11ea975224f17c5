using System.Globalization;
using System.Text;
using Serverless.Diagnostics;
using Serverless.Text;

namespace Serverless.Templates;

/// <summary>
/// Reads the text of a template, YAML or JSON, into the one ordered model. Scalars get the types that YAML 1.1 gives
/// them, which is how CloudFormation and SAM read templates; short-form tags become the long form.
/// </summary>
public static class TemplateReader
{
    /// <summary>The most bytes of UTF-8 a template may have, which is what CloudFormation takes from S3 (1 MB).</summary>
    public const int MaxBytes = 1_048_576;

    /// <summary>How deep maps and lists may lie inside each other.</summary>
    public const int MaxDepth = 100;

    /// <summary>How many values aliases may copy in all.</summary>
    public const int MaxAliasedValues = 100_000;

    // Nobody reads more, and a text of a megabyte can hold a hundred thousand mistakes.
    private const int MaxComplaints = 500;

    /// <summary>Reads a template. Every key and value knows its place in the text.</summary>
    /// <returns>
    /// The template with everything there is to complain about, in the order of the text; without a template when the
    /// text cannot be understood. A key that occurs twice has its last value. Nothing is ever thrown.
    /// </returns>
    public static Checked<Template> Read(SourceText source)
    {
        var (value, diagnostics) = ReadValue(source);
        if (value is MapValue root)
        {
            return new(new Template(root, source), diagnostics);
        }

        return value is null
            ? new(null, diagnostics)
            : new(null, diagnostics.Add(TemplateSyntax.NotAMap.At(value.Span, $"A template is a map of sections, but this is {Describe.Value(value)}.", "Start with 'Resources:'.")));
    }

    /// <summary>Reads one YAML or JSON value of any kind by the same rules, for the documents that templates refer to.</summary>
    public static Checked<TemplateValue> ReadValue(SourceText source)
    {
        var diagnostics = new List<Diagnostic>();
        var value = ReadValue(source, diagnostics);
        return Checked.From(value, diagnostics.Order(DiagnosticOrder.ByPlace).Take(MaxComplaints));
    }

    private static TemplateValue? ReadValue(SourceText source, List<Diagnostic> diagnostics)
    {
        var bytes = Encoding.UTF8.GetByteCount(source.Text);
        if (bytes > MaxBytes)
        {
            diagnostics.Add(TemplateSyntax.TooLarge.At(SourceSpan.File(source.Path), string.Create(CultureInfo.InvariantCulture, $"The template has {bytes:N0} bytes; CloudFormation takes {MaxBytes:N0}."), "Move parts of it into nested stacks."));
            return null;
        }

        var value = source.Text.AsSpan().TrimStart() switch
        {
            [] => Nothing(source, diagnostics),
            ['{' or '[', ..] => ReadJsonOrYaml(source, diagnostics),
            _ => YamlDocument.Read(source, diagnostics),
        };
        return diagnostics.Exists(LeavesAHole) ? null : value;
    }

    // Complaints about a value that nobody can know; what would be said of the rest could be untrue.
    private static bool LeavesAHole(Diagnostic diagnostic) =>
        diagnostic.Descriptor == TemplateSyntax.UnknownAlias
        || diagnostic.Descriptor == TemplateSyntax.RecursiveAlias
        || diagnostic.Descriptor == TemplateSyntax.AliasBomb
        || diagnostic.Descriptor == TemplateSyntax.TooDeep;

    // JSON with a trailing comma is YAML too, and the reference falls back in the same way.
    private static TemplateValue? ReadJsonOrYaml(SourceText source, List<Diagnostic> diagnostics)
    {
        var json = new JsonReader(source, diagnostics);
        if (json.ReadDocument() is { } value)
        {
            return value;
        }

        if (IsNamed(source, ".json"))
        {
            diagnostics.AddRange(json.SyntaxErrors);
            return null;
        }

        var yamlDiagnostics = new List<Diagnostic>();
        var yaml = YamlDocument.Read(source, yamlDiagnostics);
        diagnostics.AddRange(yaml is null && !IsNamed(source, ".yaml") && !IsNamed(source, ".yml") ? json.SyntaxErrors : yamlDiagnostics);
        return yaml;
    }

    private static bool IsNamed(SourceText source, string extension) => source.Path.EndsWith(extension, StringComparison.OrdinalIgnoreCase);

    private static TemplateValue? Nothing(SourceText source, List<Diagnostic> diagnostics)
    {
        diagnostics.Add(TemplateSyntax.Empty.At(SourceSpan.File(source.Path), "The template is empty.", "A template needs at least 'Resources:' with one resource."));
        return null;
    }
}
