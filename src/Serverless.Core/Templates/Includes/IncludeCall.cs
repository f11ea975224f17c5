using Serverless.Diagnostics;
using Serverless.Text;

namespace Serverless.Templates.Includes;

/// <summary>A call of <c>AWS::Include</c>.</summary>
/// <param name="Location">What is included: an S3 URI for CloudFormation, otherwise a path beside the template.</param>
internal sealed record IncludeCall(StringValue Location)
{
    /// <summary>The key of a call within a section.</summary>
    public const string Key = "Fn::Transform";

    private const string Name = "AWS::Include";

    /// <summary>True when the file lies beside the template.</summary>
    public bool IsLocal => !Location.Value.Contains("://", StringComparison.Ordinal);

    /// <summary>True for a call of this macro, whatever its parameters.</summary>
    public static bool Is(TemplateValue? call) => call is MapValue map && map["Name"].AsString() == Name;

    /// <summary>Reads a call. Null for one whose location is computed, which only CloudFormation can do, and for a wrong one, with a complaint.</summary>
    public static IncludeCall? Read(MapValue call, SourceSpan span, List<Diagnostic> complaints)
    {
        switch (call["Parameters"].AsMap()?["Location"])
        {
            case StringValue { Value.Length: > 0 } location:
                return new(location);
            case MapValue:
                return null;
            case var other:
                complaints.Add(IncludeDiagnostics.BadInclude.At((other?.Span ?? default).Or(span), "AWS::Include has no location.", "Write Parameters: {Location: ./file.yaml}, or an S3 URI."));
                return null;
        }
    }
}
