using System.Text;
using Serverless.Diagnostics;
using Serverless.Text;

namespace Serverless.Templates.Checking;

/// <summary>The top level (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html) and its limits.</summary>
internal static class SectionChecks
{
    private const int MaxDescriptionBytes = 1024;

    private static readonly string[] Maps = ["Metadata", "Parameters", "Rules", "Mappings", "Conditions", "Hooks", "Resources", "Outputs"];

    private static readonly string[] Sections = ["AWSTemplateFormatVersion", "Description", "Transform", .. Maps];

    // https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
    private static readonly Limit[] Limits =
    [
        new("Resources", 500, "Split it into nested stacks or several stacks."),
        new("Parameters", 200, "Combine some of them into lists."),
        new("Outputs", 200, "Remove some, or split the template."),
        new("Mappings", 200, "Combine some of them."),
    ];

    public static IEnumerable<Diagnostic> Check(Template template, TemplateNames names) =>
    [
        .. Unknown(template, names),
        .. Maps.SelectMany(name => Shape.Check<MapValue>(template.Root, name, $"The section '{name}'", "a map")),
        .. FormatVersion(template.Root),
        .. Shape.Check<StringValue>(template.Root, "Description", "The description", "a text"),
        .. DescriptionSize(template.Root),
        .. TransformShape(template.Root),
        .. NoResources(template),
        .. Limits.SelectMany(limit => TooMany(template.Root, limit.Section, limit.Most, limit.Help)),
    ];

    private static IEnumerable<Diagnostic> Unknown(Template template, TemplateNames names)
    {
        string[] known = [.. Sections, .. names.Vocabulary.Sections];
        return from entry in template.Root
               where names.IsWrong(entry.Key.Text, known)
               select TemplateRules.UnknownSection.At(entry.Key.Span, $"'{entry.Key.Text}' is not a section of a template.", DidYouMean.Ask(entry.Key.Text, known) ?? $"The sections are {string.Join(", ", known)}.");
    }

    private static IEnumerable<Diagnostic> FormatVersion(MapValue root) => root["AWSTemplateFormatVersion"] switch
    {
        null or StringValue { Value: "2010-09-09" } or TimestampValue { Text: "2010-09-09" } => [],
        var version => [TemplateRules.FormatVersion.At(version.Span, $"The only template format version is '2010-09-09', but this is {Describe.Value(version)}.", "Write AWSTemplateFormatVersion: '2010-09-09', or leave it out.")],
    };

    private static IEnumerable<Diagnostic> DescriptionSize(MapValue root) =>
        root["Description"] is StringValue text && Encoding.UTF8.GetByteCount(text.Value) is > MaxDescriptionBytes and var size
            ? [TemplateRules.TooMany.At(text.Span, $"The description has {size} bytes; CloudFormation takes {MaxDescriptionBytes}.", "Shorten it, or make it a comment.")]
            : [];

    private static IEnumerable<Diagnostic> TransformShape(MapValue root) => root["Transform"] switch
    {
        null or StringValue or MapValue => [],
        ListValue list when list.All(item => item is StringValue or MapValue) => [],
        var other => [Shape.Wrong("The section 'Transform'", "the name of a transform or a list of names", root.KeyOf("Transform")!, other)],
    };

    private static IEnumerable<Diagnostic> NoResources(Template template) => template.Root["Resources"] switch
    {
        null => [TemplateRules.NoResources.At(SourceSpan.File(template.Source?.Path ?? ""), "The template has no 'Resources' section.", "Add 'Resources:' with at least one resource.")],
        MapValue { Count: 0 } => [TemplateRules.NoResources.At(template.Root.KeyOf("Resources")!.Span, "The section 'Resources' is empty.", "Add at least one resource.")],
        _ => [],
    };

    private static IEnumerable<Diagnostic> TooMany(MapValue root, string section, int most, string help) =>
        root[section] is MapValue map && map.Count > most
            ? [TemplateRules.TooMany.At(root.KeyOf(section)!.Span, $"The section '{section}' has {map.Count} members; CloudFormation takes {most}.", help)]
            : [];

    private sealed record Limit(string Section, int Most, string Help);
}
