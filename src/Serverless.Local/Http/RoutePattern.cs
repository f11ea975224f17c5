namespace Serverless.Local.Http;

/// <summary>A route key, ready to be compared with requests.</summary>
/// <remarks>
/// Patterns sort by API Gateway's precedence, so that the first that matches is the one: full matches before greedy ones, literal
/// segments before variables, a method of its own before <c>ANY</c>, <c>$default</c> last.
/// (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html)
/// </remarks>
internal sealed class RoutePattern
{
    private const string Any = "ANY";

    private readonly string _method;
    private readonly Segment[] _segments;
    private readonly bool _isDefault;

    private RoutePattern(string key, string method, Segment[] segments, bool isDefault)
    {
        Key = key;
        _method = method;
        _segments = segments;
        _isDefault = isDefault;
    }

    /// <summary>The order of precedence.</summary>
    public static Comparer<RoutePattern> Precedence { get; } = Comparer<RoutePattern>.Create(Compare);

    /// <summary>The route key as it is written.</summary>
    public string Key { get; }

    /// <summary>The path of the key; <c>$default</c> for that.</summary>
    public string Path => _isDefault ? Key : Key[(Key.IndexOf(' ', StringComparison.Ordinal) + 1)..];

    /// <summary>Whether the path has variables.</summary>
    public bool HasVariables => _segments.Any(segment => segment.Kind != SegmentKind.Literal);

    /// <summary>Whether it ends with a greedy variable.</summary>
    private bool IsGreedy => _segments is [.., { Kind: SegmentKind.Greedy }];

    /// <summary>Reads a route key; null when it is none.</summary>
    public static RoutePattern? TryParse(string key)
    {
        if (key == "$default")
        {
            return new RoutePattern(key, Any, [], isDefault: true);
        }

        var space = key.IndexOf(' ', StringComparison.Ordinal);
        if (space <= 0 || space + 1 >= key.Length || key[space + 1] != '/')
        {
            return null;
        }

        var path = key[(space + 2)..];
        Segment[] segments = path.Length == 0 ? [] : [.. path.Split('/').Select(Segment.Parse)];
        return segments.SkipLast(1).Any(segment => segment.Kind == SegmentKind.Greedy) ? null : new RoutePattern(key, key[..space], segments, isDefault: false);
    }

    /// <summary>Whether the request matches.</summary>
    /// <param name="method">The method.</param>
    /// <param name="path">The path as it was sent, percent-encoded, without stage and query.</param>
    public bool Matches(string method, ReadOnlySpan<char> path) =>
        _isDefault || ((_method == Any || _method == method) && MatchesPath(path));

    /// <summary>The values of the variables, decoded. The path must match.</summary>
    public IEnumerable<KeyValuePair<string, string>> Variables(string path)
    {
        var rest = path.AsMemory(1);
        foreach (var segment in _segments)
        {
            var end = segment.Kind == SegmentKind.Greedy ? -1 : rest.Span.IndexOf('/');
            var value = end < 0 ? rest : rest[..end];
            rest = end < 0 ? default : rest[(end + 1)..];
            if (segment.Kind != SegmentKind.Literal)
            {
                yield return new(segment.Text, UrlText.DecodePath(value.Span));
            }
        }
    }

    private static int Compare(RoutePattern left, RoutePattern right)
    {
        var order = (left._isDefault, left.IsGreedy).CompareTo((right._isDefault, right.IsGreedy));
        for (var i = 0; order == 0 && i < Math.Min(left._segments.Length, right._segments.Length); i++)
        {
            order = left._segments[i].Kind.CompareTo(right._segments[i].Kind);
        }

        return order != 0 ? order : (left._method == Any).CompareTo(right._method == Any);
    }

    private bool MatchesPath(ReadOnlySpan<char> path)
    {
        var rest = path.Length > 0 ? path[1..] : path;
        var isRoot = rest.IsEmpty;
        for (var i = 0; i < _segments.Length; i++)
        {
            if (isRoot || (i > 0 && rest.IsEmpty))
            {
                return false;
            }

            if (i > 0)
            {
                rest = rest[1..];
            }

            var segment = _segments[i];
            if (segment.Kind == SegmentKind.Greedy)
            {
                return !rest.IsEmpty;
            }

            var end = rest.IndexOf('/');
            if (!segment.Matches(end < 0 ? rest : rest[..end]))
            {
                return false;
            }

            // The slash stays, so that a path which ends with one has a segment left.
            rest = end < 0 ? default : rest[end..];
        }

        return _segments.Length == 0 ? isRoot : rest.IsEmpty;
    }

    private enum SegmentKind
    {
        Literal,
        Variable,
        Greedy,
    }

    private sealed record Segment(SegmentKind Kind, string Text)
    {
        public static Segment Parse(string text) => text switch
        {
            ['{', .. var name, '+', '}'] => new(SegmentKind.Greedy, name),
            ['{', .. var name, '}'] => new(SegmentKind.Variable, name),
            _ => new(SegmentKind.Literal, text),
        };

        public bool Matches(ReadOnlySpan<char> sent) => Kind == SegmentKind.Literal
            ? sent.SequenceEqual(Text) || (sent.Contains('%') && UrlText.DecodePath(sent) == Text)
            : !sent.IsEmpty;
    }
}
