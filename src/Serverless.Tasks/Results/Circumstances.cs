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

    /// <summary>True for a variable of the environment that is not looked at.</summary>
    public static bool IsPassing(string name) => Array.Exists(Passing, start => name.StartsWith(start, StringComparison.OrdinalIgnoreCase));

    /// <summary>A digest, which gives none of the values away.</summary>
    /// <param name="properties">Names and values of properties, in any order.</param>
    /// <param name="others">Whatever else makes a difference, in any order, each saying what it is.</param>
    /// <param name="environment">The environment's variables.</param>
    public static string Digest(IEnumerable<KeyValuePair<string, string>> properties, IEnumerable<string> others, IDictionary environment)
    {
        List<string> lines = [.. others];
        foreach (var property in properties)
        {
            lines.Add($"{property.Key.ToUpperInvariant()}\0{property.Value}");
        }

        foreach (string name in environment.Keys)
        {
            if (!IsPassing(name))
            {
                lines.Add($"{name}\0\0{environment[name]}");
            }
        }

        lines.Sort(StringComparer.Ordinal);
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join("\0\0\0", lines))));
    }

    /// <summary>Why a project has to be built each time; null unless a property or variable brings a file of its own into the build.</summary>
    /// <param name="values">Values of properties and variables.</param>
    public static string? HindranceIn(IEnumerable<string> values) =>
        values.FirstOrDefault(value => value.EndsWith(".props", StringComparison.OrdinalIgnoreCase) || value.EndsWith(".targets", StringComparison.OrdinalIgnoreCase)) is { } file
            ? $"a property or an environment variable brings in {file}"
            : null;
}
