using System.Text.RegularExpressions;

namespace Serverless.Sam.Applications;

/// <summary>References to parameters of Systems Manager, which CloudFormation resolves only after the transform.</summary>
internal static partial class DynamicReference
{
    public static bool IsIn(string text) => text.Contains("{{resolve:ssm:", StringComparison.Ordinal) && Pattern().IsMatch(text);

    [GeneratedRegex(@"\{\{resolve:ssm:[a-zA-Z0-9_.\-/]+(:\d+)?\}\}", RegexOptions.ExplicitCapture)]
    private static partial Regex Pattern();
}
