using Spectre.Console;

namespace Serverless.Tool;

/// <summary>Standard error as something that can be drawn on.</summary>
internal static class Terminal
{
    // What build servers set; some of them show escape codes to people as they are.
    private static readonly string[] BuildServers = ["CI", "TF_BUILD", "GITHUB_ACTIONS", "TEAMCITY_VERSION", "JENKINS_URL"];

    /// <summary>Whether somebody sits before it.</summary>
    public static bool IsLive => !Console.IsErrorRedirected && IsLiveBy(Environment.GetEnvironmentVariable);

    /// <summary>What the environment says about it.</summary>
    internal static bool IsLiveBy(Func<string, string?> variable) =>
        variable("TERM") is not "dumb" && BuildServers.All(name => variable(name) is not { Length: > 0 } value || value.Equals("false", StringComparison.OrdinalIgnoreCase));

    /// <summary>The terminal, without colour when NO_COLOR is set.</summary>
    public static IAnsiConsole Open() => AnsiConsole.Create(new AnsiConsoleSettings
    {
        Ansi = AnsiSupport.Yes,
        ColorSystem = Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 } ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
        Interactive = InteractionSupport.Yes,
        Out = new AnsiConsoleOutput(Console.Error),
    });
}
