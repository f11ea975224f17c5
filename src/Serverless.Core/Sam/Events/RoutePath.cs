namespace Serverless.Sam.Events;

/// <summary>
/// What SAM reads from the path of a route. The reference does it with the patterns <c>^(.+)/$</c> and <c>\{(.*?)\}</c>, whose dot is no line feed and
/// whose dollar may stand before the last one; in a new process such a pattern takes milliseconds.
/// </summary>
internal static class RoutePath
{
    /// <summary>The path without the slash at its end; a slash alone stays.</summary>
    public static string WithoutTrailingSlash(string path)
    {
        var line = path.EndsWith('\n') ? path[..^1] : path;
        return line.Length > 1 && line[^1] == '/' && !line.Contains('\n', StringComparison.Ordinal) ? string.Concat(line.AsSpan(0, line.Length - 1), path.AsSpan(line.Length)) : path;
    }

    /// <summary>What stands between braces, in its order.</summary>
    public static List<string> Parameters(string path)
    {
        var names = new List<string>();
        for (var open = path.IndexOf('{', StringComparison.Ordinal); open >= 0 && open < path.Length; open = path.IndexOf('{', open))
        {
            var stop = path.AsSpan(open).IndexOfAny('}', '\n');
            if (stop >= 0 && path[open + stop] == '}')
            {
                names.Add(path.Substring(open + 1, stop - 1));
                open += stop;
            }

            open++;
        }

        return names;
    }
}
