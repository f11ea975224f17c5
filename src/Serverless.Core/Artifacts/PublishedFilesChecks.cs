using Serverless.Diagnostics;

namespace Serverless.Artifacts;

/// <summary>Looks for the files that Lambda starts a function with. The rules are those of the runtimes' own start scripts.</summary>
internal static class PublishedFilesChecks
{
    private const string RuntimeConfig = ".runtimeconfig.json";
    private const string Deps = ".deps.json";

    /// <summary>What is missing from the files of a function's code.</summary>
    /// <param name="function">The function.</param>
    /// <param name="code">What the files come from, for the messages: a project's file name or a folder.</param>
    /// <param name="relativePaths">The files, with forward slashes.</param>
    public static IEnumerable<Diagnostic> Check(FunctionSettings function, string code, IReadOnlySet<string> relativePaths)
    {
        if (function.Runtime is not { } runtime)
        {
            return [];
        }

        if (LambdaRuntime.IsCustomName(runtime.Text))
        {
            return relativePaths.Contains("bootstrap") ? [] :
            [
                PackageDiagnostics.BootstrapMissing.At(
                    runtime.Span,
                    $"Runtime '{runtime.Text}' starts a file named 'bootstrap', which {code} does not have.",
                    "Set AssemblyName to bootstrap, with PublishAot or SelfContained."),
            ];
        }

        return LambdaRuntime.FindDotNetVersion(runtime.Text) is not null && function.Handler is { } setting && Handler.Parse(setting.Text) is { } handler
            ? CheckManaged(handler, setting, code, relativePaths)
            : [];
    }

    private static IEnumerable<Diagnostic> CheckManaged(Handler handler, Setting setting, string code, IReadOnlySet<string> files)
    {
        var isNative = handler.Method is null && files.Contains(handler.Assembly) && !files.Contains($"{handler.Assembly}.dll");
        if (isNative)
        {
            yield break;
        }

        if (!files.Contains($"{handler.Assembly}.dll"))
        {
            yield return PackageDiagnostics.ProgramMissing.At(setting.Span, $"Handler '{setting.Text}' needs {handler.Assembly}.dll, which {code} does not have at its root.");
            yield break;
        }

        // For a method, Lambda takes any single file of the kind; a program needs its own.
        if (!Has(RuntimeConfig))
        {
            yield return PackageDiagnostics.RuntimeConfigMissing.At(
                setting.Span,
                $"Lambda needs {handler.Assembly}{RuntimeConfig} to start '{setting.Text}', and {code} does not have it.",
                "Set GenerateRuntimeConfigurationFiles to true in the project.");
        }

        if (handler.Method is not null && !Has(Deps))
        {
            yield return PackageDiagnostics.DepsMissing.At(
                setting.Span,
                $"Lambda needs {handler.Assembly}{Deps} to start '{setting.Text}', and {code} does not have it.",
                "Do not set GenerateDependencyFile to false in the project.");
        }

        bool Has(string ending) =>
            files.Contains(handler.Assembly + ending)
            || (handler.Method is not null && files.Count(file => !file.Contains('/', StringComparison.Ordinal) && file.EndsWith(ending, StringComparison.Ordinal)) == 1);
    }
}
