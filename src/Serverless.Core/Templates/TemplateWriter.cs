using System.Buffers;

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
    public static string WriteJson(TemplateValue value)
    {
        var text = NewText();
        WriteJson(value, text);
        return text.WrittenSpan.ToString();
    }

    /// <summary>Appends a value as indented JSON, ending with a line break, for programs that write many of them.</summary>
    public static void WriteJson(TemplateValue value, ArrayBufferWriter<char> text)
    {
        new JsonText(text, isIndented: true).Append(value);
        text.Write("\n");
    }

    /// <summary>A value as JSON on one line, which is what a service with a size limit likes best.</summary>
    public static string WriteCompactJson(TemplateValue value)
    {
        var text = NewText();
        new JsonText(text, isIndented: false).Append(value);
        return text.WrittenSpan.ToString();
    }

    /// <summary>
    /// The template as YAML in block style. Functions have their short form (<c>!Sub</c>) wherever that reads back as
    /// the same value, and the long form elsewhere. Texts that a YAML 1.1 or 1.2 reader could take for something else
    /// are quoted.
    /// </summary>
    public static string WriteYaml(Template template) => WriteYaml(template.Root);

    /// <summary>A value as YAML by the same rules.</summary>
    public static string WriteYaml(TemplateValue value) => new YamlText().Write(value);

    // Most templates fit after a doubling or two.
    private static ArrayBufferWriter<char> NewText() => new(8192);
}
