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
    /// <param name="others">Whatever else makes a difference, in a fixed order.</param>
    /// <param name="environment">The environment's variables.</param>
    public static string Digest(IEnumerable<KeyValuePair<string, string>> properties, IEnumerable<string> others, IDictionary environment)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in properties.OrderBy(property => property.Key, StringComparer.OrdinalIgnoreCase))
        {
            Append(text, name, value);
        }

        foreach (var other in others)
        {
            Append(text, "", other);
        }

        foreach (var name in environment.Keys.Cast<string>().Where(name => !IsPassing(name)).Order(StringComparer.Ordinal))
        {
            Append(text, name, environment[name] as string ?? "");
        }

        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    /// <summary>Why a project has to be built each time; null unless a property or variable brings a file of its own into the build.</summary>
    /// <param name="values">Values of properties and variables.</param>
    public static string? HindranceIn(IEnumerable<string> values) =>
        values.FirstOrDefault(value => value.EndsWith(".props", StringComparison.OrdinalIgnoreCase) || value.EndsWith(".targets", StringComparison.OrdinalIgnoreCase)) is { } file
            ? $"a property or an environment variable brings in {file}"
            : null;

    private static void Append(StringBuilder text, string name, string value) => text.Append(name).Append('\0').Append(value).Append('\0');
}
