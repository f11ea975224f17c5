using Serverless.Diagnostics;
using Serverless.Text;

namespace Serverless.Local.Functions;

/// <summary>The command line that starts a function's process.</summary>
/// <param name="Program">Absolute path of the program.</param>
/// <param name="Arguments">Its arguments.</param>
internal sealed record StartCommand(string Program, IReadOnlyList<string> Arguments)
{
    /// <summary>
    /// Chooses the command as the managed runtimes' start script and <c>provided.*</c> do, or says why there is none.
    /// (https://docs.aws.amazon.com/lambda/latest/dg/csharp-handler.html, https://docs.aws.amazon.com/lambda/latest/dg/runtimes-custom.html)
    /// </summary>
    public static Checked<StartCommand> For(FunctionConfiguration function, string codeFolder, string? dotnetPath) => function.Runtime switch
    {
        var runtime when runtime.StartsWith("provided", StringComparison.Ordinal) => Native(function, codeFolder, "bootstrap"),
        var runtime when runtime.StartsWith("dotnet", StringComparison.Ordinal) => Managed(function, codeFolder, dotnetPath),
        var runtime => Complain(
            FunctionDiagnostics.UnsupportedRuntime,
            $"The local cloud does not run functions of runtime '{runtime}' ({function.Name}).",
            "It runs dotnet8, dotnet10 and later, provided.al2 and provided.al2023."),
    };

    private static Checked<StartCommand> Managed(FunctionConfiguration function, string codeFolder, string? dotnetPath)
    {
        var handler = function.Handler;
        if (handler.Contains(':', StringComparison.Ordinal))
        {
            return Complain(
                FunctionDiagnostics.ClassLibraryHandler,
                $"The handler '{handler}' of {function.Name} names a method of a class library, which the local cloud cannot run yet.",
                "Make the project an executable whose Main starts the runtime, and give the assembly's name as the handler.");
        }

        var assembly = handler.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) ? handler : handler + ".dll";
        if (!IsInside(assembly))
        {
            return Complain(FunctionDiagnostics.NoEntryPoint, $"The handler '{handler}' of {function.Name} is not the name of a file in its code.", "Give the assembly's name.");
        }

        if (!File.Exists(Path.Combine(codeFolder, assembly)))
        {
            return File.Exists(Path.Combine(codeFolder, handler)) ? Native(function, codeFolder, handler) : Complain(
                FunctionDiagnostics.NoEntryPoint,
                $"The code of {function.Name} holds neither '{assembly}' nor a program '{handler}' at its root.",
                $"The handler of an executable is its assembly's name. {DidYouMean.Ask(handler, Assemblies(codeFolder))}".TrimEnd());
        }

        return dotnetPath is not null ? Checked.Good(new StartCommand(dotnetPath, ["exec", Path.Combine(codeFolder, assembly)])) : Complain(
            FunctionDiagnostics.NoDotnetHost,
            $"{function.Name} needs the 'dotnet' command, and there is none.",
            "Install the .NET runtime or set DOTNET_HOST_PATH to the command.");
    }

    private static Checked<StartCommand> Native(FunctionConfiguration function, string codeFolder, string fileName)
    {
        var program = Path.Combine(codeFolder, fileName);
        if (!File.Exists(program))
        {
            return Complain(
                FunctionDiagnostics.NoEntryPoint,
                $"The code of {function.Name} holds no file '{fileName}' at its root, which runtime {function.Runtime} starts.",
                "Name the program 'bootstrap' (AssemblyName), or put a script of that name beside it.");
        }

        if (ProgramFormat.Complaint(program) is { } complaint)
        {
            return Complain(FunctionDiagnostics.ForeignProgram, $"'{fileName}' of {function.Name} {complaint}", "Build it for this machine, or run it where it belongs.");
        }

        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(program) & AnyExecute) == UnixFileMode.None)
        {
            return Complain(
                FunctionDiagnostics.NoEntryPoint,
                $"'{fileName}' of {function.Name} may not be executed (its mode in the archive has no x).",
                "Pack it with mode 0755.");
        }

        return Checked.Good(new StartCommand(program, []));
    }

    private const UnixFileMode AnyExecute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private static bool IsInside(string fileName) => fileName.Length > 4 && !fileName.Contains("..", StringComparison.Ordinal) && !Path.IsPathRooted(fileName);

    private static IEnumerable<string> Assemblies(string codeFolder) =>
        Directory.EnumerateFiles(codeFolder, "*.runtimeconfig.json").Select(path => Path.GetFileName(path)[..^".runtimeconfig.json".Length]);

    private static Checked<StartCommand> Complain(DiagnosticDescriptor descriptor, string message, string help) =>
        Checked.Bad<StartCommand>(descriptor.At(SourceSpan.None, message, help));
}
