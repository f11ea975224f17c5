namespace Serverless.Local.Http;

/// <summary>Percent-encoding, read as API Gateway reads it: what is no valid UTF-8 stays as it was sent.</summary>
internal static class UrlText
{
    /// <summary>A path or a part of one.</summary>
    public static string DecodePath(ReadOnlySpan<char> text) => text.Contains('%') ? Uri.UnescapeDataString(text) : text.ToString();

    /// <summary>A name or value of a query, where a plus is a space.</summary>
    public static string DecodeQuery(ReadOnlySpan<char> text) =>
        text.Contains('+') ? DecodePath(text.ToString().Replace('+', ' ')) : DecodePath(text);

    /// <summary>The names and values of a query string, decoded, in their order.</summary>
    public static List<KeyValuePair<string, string>> ReadQuery(ReadOnlySpan<char> query)
    {
        var pairs = new List<KeyValuePair<string, string>>();
        foreach (var range in query.Split('&'))
        {
            var pair = query[range];
            var equals = pair.IndexOf('=');
            if (!pair.IsEmpty)
            {
                pairs.Add(equals < 0 ? new(DecodeQuery(pair), "") : new(DecodeQuery(pair[..equals]), DecodeQuery(pair[(equals + 1)..])));
            }
        }

        return pairs;
    }
}
