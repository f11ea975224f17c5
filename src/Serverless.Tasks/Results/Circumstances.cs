using System.Collections;
using System.Security.Cryptography;
using System.Text;

namespace Serverless.Tasks.Results;

/// <summary>What the result of a target depends on besides files: properties, environment, versions.</summary>
internal static class Circumstances
{
    // Those of a terminal, a session, a command; AWS's, which are not a build's business and partly secrets.
    private static readonly string[] Passing =
    [
        "AWS_", "BASH_", "COLUMNS", "COLORTERM", "DBUS_", "DISPLAY", "DOTNET_CLI_", "DOTNET_HOST_PATH", "DOTNET_NUGET_SIGNATURE_VERIFICATION", "GPG_", "HIST", "ITERM", "LINES", "LS_COLORS", "MSBUILD", "OLDPWD", "PROMPT", "PS1", "PWD", "SECURITYSESSION",
        "ServerlessParameter_", "SHLVL", "SSH_", "STARSHIP", "TERM", "TMUX", "VSCODE_", "VTE_", "WINDOWID", "WT_", "XDG_SESSION", "_",
    ];

    // In the order of the digests.
    private static readonly string[] Parts = ["properties", "environment variables", "versions of the .NET SDK or Serverless.Sdk"];

    /// <summary>True for a variable of the environment that is not looked at.</summary>
    public static bool IsPassing(string name) => Array.Exists(Passing, start => name.StartsWith(start, StringComparison.OrdinalIgnoreCase));

    /// <summary>Digests of the three, which give none of the values away.</summary>
    /// <param name="properties">Names and values of properties, in any order.</param>
    /// <param name="versions">Versions and the like of what builds.</param>
    /// <param name="environment">The environment's variables.</param>
    public static string Describe(IEnumerable<KeyValuePair<string, string>> properties, string versions, IDictionary environment)
    {
        List<string> values = [];
        foreach (var property in properties)
        {
            values.Add($"{property.Key.ToUpperInvariant()}\0{property.Value}");
        }

        List<string> variables = [];
        foreach (string name in environment.Keys)
        {
            if (!IsPassing(name))
            {
                variables.Add($"{name}\0{environment[name]}");
            }
        }

        return string.Join(' ', Digest(values), Digest(variables), Digest([versions]));
    }

    /// <summary>Which of the three are others, as the end of a sentence; null when all are the same.</summary>
    public static string? FindChange(string before, string now)
    {
        if (before == now)
        {
            return null;
        }

        var (olds, news) = (before.Split(' '), now.Split(' '));
        var others = Parts.Where((_, at) => olds.ElementAtOrDefault(at) != news.ElementAtOrDefault(at));
        return $"{string.Join(" and ", others)} are others";
    }

    private static string Digest(List<string> lines)
    {
        lines.Sort(StringComparer.Ordinal);
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join("\0\0", lines))));
    }

    /// <summary>Why a project has to be built each time; null unless a property or variable brings a file of its own into the build.</summary>
    /// <param name="values">Values of properties and variables.</param>
    public static string? HindranceIn(IEnumerable<string> values) =>
        values.FirstOrDefault(value => value.EndsWith(".props", StringComparison.OrdinalIgnoreCase) || value.EndsWith(".targets", StringComparison.OrdinalIgnoreCase)) is { } file
            ? $"a property or an environment variable brings in {file}"
            : null;
}
