using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;

namespace Serverless.Artifacts;

/// <summary>
/// Which files of a folder are left out when it is zipped as it is: a short list of what no function wants, and after it the rules of the
/// folder's own <c>.serverlessignore</c>, which are written as those of git (<see href="https://git-scm.com/docs/gitignore"/>).
/// </summary>
internal sealed class IgnoreRules
{
    /// <summary>The file with the rules, at the root of the folder.</summary>
    public const string FileName = ".serverlessignore";

    /// <summary>What is left out of every folder: version control, editors, and the leavings of other tools.</summary>
    public static readonly ImmutableArray<string> Defaults =
    [
        FileName, ".git", ".gitignore", ".gitattributes", ".svn", ".hg", ".DS_Store", "Thumbs.db", ".vs/", ".vscode/", ".idea/",
        ".aws-sam/", ".serverless/", "__pycache__/", "*.pyc", ".pytest_cache/", ".mypy_cache/", ".venv/",
    ];

    private readonly ImmutableArray<Rule> _rules;

    private IgnoreRules(IEnumerable<string> lines) => _rules = [.. lines.Select(Rule.Parse).OfType<Rule>()];

    /// <summary>The rules for a folder.</summary>
    /// <exception cref="IOException">The folder has rules that cannot be read.</exception>
    public static IgnoreRules Of(string folder)
    {
        var path = Path.Combine(folder, FileName);
        return new(File.Exists(path) ? [.. Defaults, .. File.ReadAllLines(path)] : Defaults);
    }

    /// <summary>The rules of some lines, behind the defaults.</summary>
    public static IgnoreRules Parse(params IEnumerable<string> lines) => new([.. Defaults, .. lines]);

    /// <summary>
    /// True for what is left out. The last rule that fits decides. Whoever walks a folder asks for it before what is in it, since a
    /// folder that is left out takes everything with it.
    /// </summary>
    /// <param name="name">Path from the root of the rules, with forward slashes.</param>
    /// <param name="isFolder">True for a folder.</param>
    public bool Ignore(string name, bool isFolder) => _rules.LastOrDefault(rule => (isFolder || !rule.IsForFolders) && rule.Pattern.IsMatch(name))?.IsIgnored ?? false;

    private sealed record Rule(Regex Pattern, bool IsIgnored, bool IsForFolders)
    {
        public static Rule? Parse(string line)
        {
            var text = TrimEnd(line);
            if (text.Length == 0 || text[0] == '#')
            {
                return null;
            }

            var isIgnored = text[0] != '!';
            var pattern = isIgnored ? text : text[1..];
            var isForFolders = pattern.EndsWith('/');
            pattern = pattern.TrimEnd('/');
            return pattern.Length == 0 ? null : new(ToRegex(pattern), isIgnored, isForFolders);
        }

        // Spaces at the end do not count unless a backslash keeps them.
        private static string TrimEnd(string line)
        {
            var text = line.TrimEnd(' ', '\t', '\r');
            return text.Length < line.Length && text.EndsWith('\\') ? line[..(text.Length + 1)] : text;
        }

        // A slash anywhere but at the end ties the pattern to the root.
        private static Regex ToRegex(string pattern)
        {
            var text = new StringBuilder(pattern.Contains('/', StringComparison.Ordinal) ? "^" : "^(?:.*/)?");
            var rest = pattern.TrimStart('/');
            for (var at = 0; at < rest.Length;)
            {
                at += Append(text, rest, at);
            }

            return new(text.Append('$').ToString(), RegexOptions.CultureInvariant | RegexOptions.Singleline | RegexOptions.NonBacktracking);
        }

        // Appends what one element of the pattern means and tells how long it is.
        private static int Append(StringBuilder text, string pattern, int at)
        {
            var rest = pattern.AsSpan(at);
            var isSegment = at == 0 || pattern[at - 1] == '/';
            switch (rest[0])
            {
                case '*' when isSegment && rest.StartsWith("**/"):
                    text.Append("(?:.*/)?");
                    return 3;
                case '*' when isSegment && rest is "**":
                    text.Append(".+");
                    return 2;
                case '*':
                    text.Append("[^/]*");
                    return 1 + (rest.Length > 1 && rest[1] == '*' ? 1 : 0);
                case '?':
                    text.Append("[^/]");
                    return 1;
                case '[' when rest.Length > 2 && rest[2..].IndexOf(']') is >= 0 and var close:
                    text.Append(Class(rest[1..(close + 2)]));
                    return close + 3;
                case '\\' when rest.Length > 1:
                    text.Append(Regex.Escape(rest[1].ToString()));
                    return 2;
                default:
                    text.Append(Regex.Escape(rest[0].ToString()));
                    return 1;
            }
        }

        private static string Class(ReadOnlySpan<char> members)
        {
            var isNegated = members[0] is '!' or '^';
            var inner = members[(isNegated ? 1 : 0)..].ToString().Replace("\\", @"\\", StringComparison.Ordinal).Replace("[", @"\[", StringComparison.Ordinal).Replace("^", @"\^", StringComparison.Ordinal);
            return isNegated ? $"[^/{inner}]" : $"[{inner}]";
        }
    }
}
