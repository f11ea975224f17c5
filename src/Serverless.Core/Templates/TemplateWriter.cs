namespace Serverless.Templates;

/// <summary>
/// Writes templates as text. The same value always gives the same text, lines end with a line feed, and reading the
/// text gives the value back. Exceptions are what a format cannot say: JSON has no dates, infinities and not-a-number
/// (they become strings) and no keys but strings.
/// </summary>
public static class TemplateWriter
{
    /// <summary>The template as indented JSON, ending with a line break.</summary>
    public static string WriteJson(Template template) => WriteJson(template.Root);

    /// <summary>A value as indented JSON, ending with a line break.</summary>
    public static string WriteJson(TemplateValue value) => new JsonText(isIndented: true).Write(value) + "\n";

    /// <summary>A value as JSON on one line, which is what a service with a size limit likes best.</summary>
    public static string WriteCompactJson(TemplateValue value) => new JsonText(isIndented: false).Write(value);

    /// <summary>
    /// The template as YAML in block style. Functions have their short form (<c>!Sub</c>) wherever that reads back as
    /// the same value, and the long form elsewhere. Texts that a YAML 1.1 or 1.2 reader could take for something else
    /// are quoted.
    /// </summary>
    public static string WriteYaml(Template template) => WriteYaml(template.Root);

    /// <summary>A value as YAML by the same rules.</summary>
    public static string WriteYaml(TemplateValue value) => new YamlText().Write(value);
}
