namespace Serverless.Templates.Checking;

/// <summary>What may rewrite a template behind the checker's back.</summary>
internal static class Macros
{
    public const string LanguageExtensions = "AWS::LanguageExtensions";

    private static readonly string[] Sections = ["Resources", "Conditions", "Outputs", "Mappings", "Parameters"];

    /// <summary>True when a macro of somebody's own, an include or a loop writes parts of the template.</summary>
    public static bool MayAddAnything(Template template) =>
        template.Transforms.Any(name => !name.StartsWith("AWS::", StringComparison.Ordinal) || name == "AWS::Include")
        || HasInclude(template.Root["Transform"])
        || Sections.Any(name => template.Root[name].AsMap() is { } section && section.Keys.Any(IsMacroKey));

    /// <summary>True for keys that stand for members yet to be written, in sections and in bodies.</summary>
    public static bool IsMacroKey(string key) => key is "Fn::Transform" || key.StartsWith("Fn::ForEach::", StringComparison.Ordinal);

    // An include is written as a map with its location.
    private static bool HasInclude(TemplateValue? transform) => transform is MapValue || (transform is ListValue list && list.Any(item => item is MapValue));
}
