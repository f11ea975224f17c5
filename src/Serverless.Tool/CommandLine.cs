using System.CommandLine;
using Serverless.Diagnostics;
using Serverless.Tool.Building;
using Serverless.Tool.Cloud;
using Serverless.Tool.Transforming;

namespace Serverless.Tool;

/// <summary>The verbs of <c>dotnet serverless</c>, and what every verb shares: exit codes, and complaints on standard error.</summary>
public static class CommandLine
{
    /// <summary>How long a verb may take to end after Ctrl-C.</summary>
    private static readonly TimeSpan TimeToEnd = TimeSpan.FromSeconds(15);

    /// <summary>Runs a command line.</summary>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static async Task<int> RunAsync(string[] arguments)
    {
        if (arguments is [TransformCommand.Name, ..])
        {
            // The YAML reader compiles a pattern to code; for one template, that takes longer than all of the reading.
            AppContext.SetSwitch("System.Runtime.CompilerServices.RuntimeFeature.IsDynamicCodeSupported", isEnabled: false);
        }

        if (arguments is [BuildVerbs.Build or BuildVerbs.Package, ..])
        {
            BuildVerbs.KnowCultures();
        }

        var parsed = Root(arguments).Parse(arguments);
        var exitCode = await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = LocalCommand.IsBackground(parsed) ? null : TimeToEnd });
        return parsed.Errors.Count > 0 ? ExitCodes.Usage : exitCode;
    }

    /// <summary>Turns what a verb throws into a complaint and an exit code.</summary>
    internal static Task<int> GuardAsync(OutputFormat format, Func<Task> verb, CancellationToken cancellationToken) => GuardAsync(
        format,
        async () =>
        {
            await verb();
            return ExitCodes.Done;
        },
        cancellationToken);

    /// <summary>The same for a verb that says itself why it failed.</summary>
    /// <param name="format">How complaints are written.</param>
    /// <param name="verb">The verb; it returns its exit code.</param>
    /// <param name="cancellationToken">Ends it.</param>
    internal static async Task<int> GuardAsync(OutputFormat format, Func<Task<int>> verb, CancellationToken cancellationToken)
    {
        // Ctrl-C is listened to only when the action has returned its task, and a verb may do much before it waits for the first time.
        await Task.Yield();
        try
        {
            return await verb();
        }
        catch (DiagnosticException exception)
        {
            await Complaints.WriteAsync(exception.Diagnostics, format);
            return ExitCodes.Failed;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return ExitCodes.Cancelled;
        }
    }

    /// <summary>The same for a verb that does not wait.</summary>
    internal static int Guard(OutputFormat format, Action verb)
    {
        try
        {
            verb();
            return ExitCodes.Done;
        }
        catch (DiagnosticException exception)
        {
            Complaints.Write(exception.Diagnostics, format);
            return ExitCodes.Failed;
        }
    }

    // A verb that is named needs no options of the others, each of which is compiled when it is made.
    private static RootCommand Root(string[] arguments)
    {
        var root = new RootCommand("Builds, runs and deploys serverless applications. The same jobs are targets of Serverless.Sdk: dotnet build -t:Deploy.");
        switch (arguments)
        {
            case [BuildVerbs.Build, ..]:
                root.Add(BuildVerbs.CreateBuild());
                break;
            case [BuildVerbs.Package, ..]:
                root.Add(BuildVerbs.CreatePackage());
                break;
            case [TransformCommand.Name, ..]:
                root.Add(TransformCommand.Create());
                break;
            default:
                root.Add(BuildVerbs.CreateBuild());
                root.Add(BuildVerbs.CreatePackage());
                root.Add(LocalCommand.Create());
                root.Add(TransformCommand.Create());
                break;
        }

        return root;
    }
}
