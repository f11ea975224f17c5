using Serverless.Diagnostics;

namespace Serverless.Templates.Includes;

/// <summary>
/// The complaints about <c>AWS::Include</c>: SLS0230 to SLS0233. The rules are AWS's
/// (https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/transform-aws-include.html).
/// </summary>
public static class IncludeDiagnostics
{
    /// <summary>The file is missing or cannot be opened.</summary>
    public static readonly DiagnosticDescriptor Unreadable = new("SLS0230", Severity.Error, "An included file cannot be read");

    /// <summary>An include without a location, in another include, or of what does not fit in.</summary>
    public static readonly DiagnosticDescriptor BadInclude = new("SLS0231", Severity.Error, "An include is wrong");

    /// <summary>The file has a key that stands beside the include too.</summary>
    public static readonly DiagnosticDescriptor KeyTwice = new("SLS0232", Severity.Error, "An included file has a name that is there already");

    /// <summary>The file lies in S3: CloudFormation puts it in, and nothing looks into it before.</summary>
    public static readonly DiagnosticDescriptor LeftToService = new("SLS0233", Severity.Information, "An include is left to CloudFormation");
}
