using Serverless.Diagnostics;

namespace Serverless.Artifacts;

/// <summary>Holds a function's handler against the project it names, for the managed .NET runtimes. Custom runtimes read handlers as they like.</summary>
internal sealed class HandlerChecks(List<Diagnostic> diagnostics)
{
    private readonly Dictionary<string, HandlerTypes?> _assemblies = [];

    /// <summary>Checks the handler's form, its assembly and, when the compiled assembly is there, its type and method.</summary>
    /// <param name="function">The function.</param>
    /// <param name="projectPath">The project that its code is.</param>
    /// <param name="facts">What is known of the project.</param>
    /// <param name="assemblyPath">Absolute path of the compiled assembly; null when there is none.</param>
    public void Check(FunctionSettings function, string projectPath, ProjectFacts facts, string? assemblyPath)
    {
        if (function.Handler is not { } setting || function.Runtime is not { } runtime || LambdaRuntime.FindDotNetVersion(runtime.Text) is null)
        {
            return;
        }

        CheckHandler(setting, projectPath, facts, assemblyPath);
    }

    /// <summary>The same for a handler that stands elsewhere.</summary>
    public void CheckHandler(Setting setting, string projectPath, ProjectFacts facts, string? assemblyPath)
    {
        var project = Path.GetFileName(projectPath);
        switch (Handler.Parse(setting.Text))
        {
            case null:
                diagnostics.Add(ProjectDiagnostics.HandlerShape.At(
                    setting.Span,
                    $"'{setting.Text}' is no handler: a program is named by its assembly, a method as 'Assembly::Namespace.Type::Method'.",
                    facts.AssemblyName is { } name ? $"The assembly of {project} is '{name}'." : null));
                break;
            case { Method: not null } when facts.PublishAot:
                diagnostics.Add(ProjectDiagnostics.NativeMethodHandler.At(
                    setting.Span,
                    $"Handler '{setting.Text}' is a method, but {project} is compiled to a native program, which Lambda can only start.",
                    "Write a Main that runs the handler and name the program, or do not compile it with NativeAOT."));
                break;
            case { Method: null } program:
                CheckProgram(program, setting, project, facts);
                break;
            case { } method:
                CheckMethod(method, setting, project, facts, assemblyPath);
                break;
        }
    }

    private void CheckProgram(Handler handler, Setting setting, string project, ProjectFacts facts)
    {
        if (facts.IsExecutable == false)
        {
            diagnostics.Add(ProjectDiagnostics.HandlerShape.At(
                setting.Span,
                $"Handler '{setting.Text}' starts a program, but {project} makes a library.",
                $"Name the method, as in '{facts.AssemblyName ?? handler.Assembly}::Namespace.Type::Method', or set OutputType to Exe."));
        }
        else if (facts.AssemblyName is { } assembly && handler.Assembly != assembly)
        {
            diagnostics.Add(ProjectDiagnostics.HandlerAssembly.At(setting.Span, $"Handler '{setting.Text}' is not the program that {project} makes.", $"Write '{assembly}'."));
        }
    }

    private void CheckMethod(Handler handler, Setting setting, string project, ProjectFacts facts, string? assemblyPath)
    {
        if (facts.AssemblyName is { } assembly && handler.Assembly != assembly)
        {
            diagnostics.Add(ProjectDiagnostics.HandlerAssembly.At(
                setting.Span,
                $"Handler '{setting.Text}' names assembly '{handler.Assembly}', but {project} makes '{assembly}'.",
                $"Write '{assembly}::{handler.Type}::{handler.Method}'."));
            return;
        }

        if (assemblyPath is not null && Read(assemblyPath) is { } types && types.Complain(handler, setting.Span) is { } complaint)
        {
            diagnostics.Add(complaint);
        }
    }

    private HandlerTypes? Read(string assemblyPath)
    {
        if (!_assemblies.TryGetValue(assemblyPath, out var types))
        {
            _assemblies[assemblyPath] = types = HandlerTypes.Read(assemblyPath);
        }

        return types;
    }
}

/// <summary>A handler of a managed .NET runtime: a program, or a method of a library.</summary>
/// <param name="Assembly">The assembly's name without extension.</param>
/// <param name="Type">The type's full name, nested types with <c>+</c>; null for a program.</param>
/// <param name="Method">The method's name, or the signature that selects an overload; null for a program.</param>
internal sealed record Handler(string Assembly, string? Type, string? Method)
{
    /// <summary>Reads <c>Assembly</c> or <c>Assembly::Type::Method</c>; null when the text is neither.</summary>
    public static Handler? Parse(string text) => text.Split("::", StringSplitOptions.TrimEntries) switch
    {
        [{ Length: > 0 } program] when !program.Contains(':', StringComparison.Ordinal) =>
            new(program.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) ? program[..^4] : program, null, null),
        [{ Length: > 0 } assembly, { Length: > 0 } type, { Length: > 0 } method] => new(assembly, type, method),
        _ => null,
    };
}
