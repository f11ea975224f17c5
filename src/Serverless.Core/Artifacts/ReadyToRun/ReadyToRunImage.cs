namespace Serverless.Artifacts.ReadyToRun;

/// <summary>An assembly that is to be compiled ahead of time.</summary>
/// <param name="AssemblyPath">Absolute path of the portable assembly.</param>
/// <param name="ImagePath">Absolute path of the image with native code that it becomes.</param>
public sealed record ReadyToRunImage(string AssemblyPath, string ImagePath)
{
    /// <summary>False when the image is missing or older than the assembly or than the given time.</summary>
    public bool IsUpToDate(DateTime inputsChanged) =>
        File.Exists(ImagePath)
        && File.GetLastWriteTimeUtc(ImagePath) is var made
        && made >= inputsChanged
        && made >= File.GetLastWriteTimeUtc(AssemblyPath);
}

/// <summary>What the images of one publish are compiled with.</summary>
/// <param name="Compiler">The compiler, with its version: the folder of its package, say.</param>
/// <param name="Target">The runtime identifier and everything else that is said to the compiler.</param>
/// <param name="References">Absolute paths of the assemblies that it may look into, the framework's among them.</param>
/// <param name="FrameworkFolders">Absolute paths of folders, with a separator at the end, whose assemblies belong to the framework and change only together.</param>
public sealed record ReadyToRunCompilation(string Compiler, string Target, IReadOnlyCollection<string> References, IReadOnlyCollection<string> FrameworkFolders);
