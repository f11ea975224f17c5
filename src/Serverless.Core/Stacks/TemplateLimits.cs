using Serverless.Compilation;

namespace Serverless.Stacks;

/// <summary>How long a template may be (<see href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html"/>).</summary>
internal static class TemplateLimits
{
    /// <summary>Bytes of a template inside a request.</summary>
    public const int InlineBytes = 51_200;

    /// <summary>Bytes of a template in S3.</summary>
    public const int StoredBytes = TemplateBody.StoredBytes;
}
