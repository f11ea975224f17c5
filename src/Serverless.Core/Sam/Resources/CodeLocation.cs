using System.Text.RegularExpressions;
using Serverless.Sam.Errors;
using Serverless.Templates;

namespace Serverless.Sam.Resources;

/// <summary>The place of code or content in S3, in the form that Lambda wants.</summary>
internal static partial class CodeLocation
{
    /// <exception cref="SamErrorException">The value is no place in S3.</exception>
    public static MapValue Read(TemplateValue uri, Subject subject, string property)
    {
        var location = uri switch
        {
            MapValue map => S3Location.Read(map) ?? throw subject.Error($"'{property}' requires Bucket and Key properties to be specified.", uri),
            StringValue text => FromText(text, subject, property),
            _ => throw subject.Error($"'{property}' must be of type dict or string.", uri),
        };
        return new MapValue(Values.Map(("S3Bucket", location.Bucket), ("S3Key", location.Key), ("S3ObjectVersion", location.Version))) { Span = uri.Span };
    }

    private static S3Location FromText(StringValue text, Subject subject, string property)
    {
        if (text.Value.Contains("{{resolve:", StringComparison.Ordinal) && DynamicReference().Match(text.Value) is { Success: true } match && match.Value.Contains('/', StringComparison.Ordinal))
        {
            throw subject.Error(
                $"Unsupported dynamic reference detected in '{property}'. Please consider using alternative 'FunctionCode' object format.", text);
        }

        return S3Location.Parse(text) ?? throw subject.Error(
            $"'{property}' is not a valid S3 Uri of the form 's3://bucket/key' with optional versionId query parameter.", text);
    }

    [GeneratedRegex(@"\{\{resolve:(ssm|ssm-secure|secretsmanager):[a-zA-Z0-9_.\-/]+(:\d+)?\}\}", RegexOptions.ExplicitCapture)]
    private static partial Regex DynamicReference();
}
