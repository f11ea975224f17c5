using System.Text.RegularExpressions;
using Serverless.Templates;

namespace Serverless.Sam.Resources;

/// <summary>The place of an object in S3, as SAM reads it from a map or from <c>s3://bucket/key?versionId=…</c>.</summary>
internal sealed partial record S3Location(TemplateValue Bucket, TemplateValue Key, TemplateValue? Version)
{
    /// <summary>Reads a map; null when it lacks bucket or key.</summary>
    public static S3Location? Read(MapValue map) =>
        map.Get("Bucket") is { IsTruthy: true } bucket && map.Get("Key") is { IsTruthy: true } key ? new(bucket, key, map["Version"]) : null;

    /// <summary>Reads a URL; null when it is none of S3 with bucket and key.</summary>
    public static S3Location? Parse(StringValue uri)
    {
        var match = Url().Match(uri.Value.Replace("\n", "", StringComparison.Ordinal).Replace("\r", "", StringComparison.Ordinal).Replace("\t", "", StringComparison.Ordinal));
        if (!match.Success)
        {
            return null;
        }

        StringValue Part(string value) => new(value) { Span = uri.Span };
        var version = VersionOf(match.Groups["query"].Value);
        return new(Part(match.Groups["bucket"].Value), Part(match.Groups["path"].Value.TrimStart('/')), version is null ? null : Part(version));
    }

    private static string? VersionOf(string query)
    {
        string? found = null;
        foreach (var pair in query.Split('&'))
        {
            var at = pair.IndexOf('=', StringComparison.Ordinal);
            if (at < 0 || at == pair.Length - 1 || Unescape(pair[..at]) != "versionId")
            {
                continue;
            }

            if (found is not null)
            {
                return null;
            }

            found = Unescape(pair[(at + 1)..]);
        }

        return found;
    }

    private static string Unescape(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));

    // The fragment is dropped. Brackets in the bucket are what unresolved tokens of other tools look like.
    [GeneratedRegex(@"^[\x00-\x20]*[sS]3://(?<bucket>[^/?#\[\]]+)(?<path>/[^?#]*)(\?(?<query>[^#]*))?(#.*)?$", RegexOptions.ExplicitCapture | RegexOptions.Singleline)]
    private static partial Regex Url();
}
