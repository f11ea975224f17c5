using System.Collections.Frozen;

namespace Serverless.Tool.Building;

/// <summary>Words for what a build does, by the names of its targets and tasks. What is not listed here is not worth a word.</summary>
internal static class Activities
{
    private static readonly FrozenDictionary<string, string> OfTargets = new Dictionary<string, string>
    {
        ["CoreCompile"] = "compiling",
        ["_ServerlessValidateTemplate"] = "checking the template",
        ["ILLink"] = "trimming",
        ["_PrepareForReadyToRunCompilation"] = "compiling ReadyToRun",
        ["IlcCompile"] = "compiling to a native program",
        ["LinkNative"] = "linking a native program",
        ["_ServerlessFindFunctions"] = "looking for functions",
        ["_ServerlessPlanPackage"] = "planning",
        ["_ServerlessRestoreFunctions"] = "restoring functions",
        ["_ServerlessPublishFunctions"] = "publishing functions",
        ["_ServerlessZip"] = "zipping",
    }.ToFrozenDictionary();

    // The compilers of the .NET SDK: one that runs has found something to do.
    private static readonly FrozenSet<string> Compilers = FrozenSet.Create("Csc", "Vbc", "Fsc", "RunReadyToRunCompiler", "ILLink", "Ilc");

    /// <summary>What a step does when it begins.</summary>
    public static string First(StepKind kind) => kind switch
    {
        StepKind.Restore => "restoring",
        StepKind.RestoreFunctions => "restoring functions",
        _ => "starting",
    };

    /// <summary>What a target does; null when nobody needs to know.</summary>
    public static string? Of(string target) => OfTargets.GetValueOrDefault(target);

    /// <summary>Whether a task makes something that was not there before.</summary>
    public static bool IsWork(string task) => Compilers.Contains(task);
}
