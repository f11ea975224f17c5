using System.Text;
using Serverless.Templates;

namespace Serverless.Compilation;

/// <summary>The text of a template for CloudFormation.</summary>
public static class TemplateBody
{
    /// <summary>Bytes that CloudFormation reads from S3 at most (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html).</summary>
    public const int StoredBytes = 1_048_576;

    /// <summary>JSON with line breaks, which whoever looks at the template in the console is glad of, as long as they do not cost the limit.</summary>
    /// <param name="template">The template.</param>
    /// <param name="limit">Bytes that the text should keep below.</param>
    public static string Write(Template template, int limit)
    {
        var readable = TemplateWriter.WriteJson(template);
        return Encoding.UTF8.GetByteCount(readable) <= limit ? readable : TemplateWriter.WriteCompactJson(template.Root);
    }
}
