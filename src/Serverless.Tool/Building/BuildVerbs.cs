using System.CommandLine;

namespace Serverless.Tool.Building;

/// <summary><c>build</c> and <c>package</c>: the targets of the same name with a progress display.</summary>
internal static class BuildVerbs
{
    public static Command CreateBuild() => Create(
        "build", BuildRequest.Build, "Compiles a project and checks its template, as dotnet build does. Example: dotnet serverless build src/Orders -c Release");

    public static Command CreatePackage() => Create(
        "package",
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
