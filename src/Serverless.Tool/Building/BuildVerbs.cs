using System.CommandLine;

namespace Serverless.Tool.Building;

/// <summary><c>build</c> and <c>package</c>: the targets of the same name with a progress display.</summary>
internal static class BuildVerbs
{
    /// <summary>Name of the verb that compiles.</summary>
    public const string Build = "build";

    /// <summary>Name of the verb that packages.</summary>
    public const string Package = "package";

    /// <summary>
    /// Makes this process one that knows cultures, which MSBuild needs to tell Strings.de.resx from Strings.old.resx. The tool's other verbs
    /// start sooner without. It must come before anything asks for a culture, and leaves the user's own setting alone.
    /// </summary>
    public static void KnowCultures()
    {
        if (Environment.GetEnvironmentVariable("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT") is not ("1" or "true" or "True"))
        {
            AppContext.SetSwitch("System.Globalization.Invariant", isEnabled: false);
            AppContext.SetSwitch("System.Globalization.PredefinedCulturesOnly", isEnabled: false);
        }
    }

    public static Command CreateBuild() => Create(
        Build, BuildRequest.Build, "Compiles a project and checks its template, as dotnet build does. Example: dotnet serverless build src/Orders -c Release");

    public static Command CreatePackage() => Create(
        Package,
        BuildRequest.Package,
        "Publishes and zips the functions of a project's template and writes the manifest that a deployment needs, as dotnet build -t:Package does. Offline. Example: dotnet serverless package src/Orders --parameter-overrides Stage=prod");

    private static Command Create(string name, string target, string description)
    {
        var options = new BuildOptions();
        var verb = new Command(name, description);
        options.AddTo(verb, target);
        verb.SetAction((parsed, cancellationToken) =>
        {
            var format = options.Format(parsed);
            return CommandLine.GuardAsync(format, () => BuildJob.RunAsync(options.Read(parsed, target, Environment.CurrentDirectory), cancellationToken), cancellationToken);
        });
        return verb;
    }
}
