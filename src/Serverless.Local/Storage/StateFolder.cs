using Serverless.Diagnostics;
using Serverless.Text;

namespace Serverless.Local.Storage;

/// <summary>The folder of one local cloud, held so that no second one works in it.</summary>
internal sealed class StateFolder : IDisposable
{
    private readonly string _path;
    private readonly FileStream _lock;

    private StateFolder(string path, FileStream held) => (_path, _lock) = (path, held);

    /// <summary>Absolute path of something inside the folder.</summary>
    public string this[string name] => Path.Combine(_path, name);

    /// <summary>Makes the folder when it is missing and takes it.</summary>
    /// <exception cref="DiagnosticException">It cannot be written, or another local cloud has it.</exception>
    public static StateFolder Open(string path)
    {
        try
        {
            // Parameters and environment variables are kept here, so it is nobody else's business.
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(path);
            }
            else
            {
                Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }

            var probe = Path.Combine(path, $"{Guid.NewGuid():N}.tmp");
            File.WriteAllBytes(probe, []);
            File.Delete(probe);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new DiagnosticException(LocalDiagnostics.StateFolderUnusable.At(
                SourceSpan.File(path), $"The local cloud cannot write its state folder '{path}': {failure.Message}", "Make the folder writable, or choose another one."));
        }

        try
        {
            return new(path, new FileStream(Path.Combine(path, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new DiagnosticException(LocalDiagnostics.StateFolderInUse.At(
                SourceSpan.File(path), $"Another local cloud works in the state folder '{path}'.", "Stop it first, or choose another folder."));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _lock.Dispose();
}
