using Serverless.Diagnostics;

namespace Serverless.Tool.Cloud;

/// <summary>Where the local cloud writes: the terminal, or a file when it runs in the background.</summary>
internal sealed class ServerLog : IDisposable
{
    private readonly TextWriter _writer;
    private readonly bool _isBackground;

    private ServerLog(TextWriter writer, bool isBackground) => (_writer, _isBackground) = (TextWriter.Synchronized(writer), isBackground);

    /// <exception cref="DiagnosticException">The log cannot be written.</exception>
    public static ServerLog Open(ServerOptions options)
    {
        if (!options.IsBackground)
        {
            return new(Console.Out, isBackground: false);
        }

        try
        {
            Directory.CreateDirectory(options.Home);
            var file = new FileStream(CloudServer.LogPath(options.Home), FileMode.Create, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
            return new(new StreamWriter(file) { AutoFlush = true }, isBackground: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DiagnosticException(HomeUnwritable.At(
                Text.SourceSpan.File(options.Home),
                $"The local cloud's folder cannot be written: {exception.Message}",
                $"Make it writable, or name another one with {LocalFolders.Variable}."));
        }
    }

    /// <summary>The folder for state and logs cannot be written.</summary>
    public static readonly DiagnosticDescriptor HomeUnwritable = new("SLS0892", Severity.Error, "The local cloud's folder cannot be written");

    /// <summary>Says that the local cloud answers. A background process then lets go of the pipes it was started with.</summary>
    public void Start(Uri url)
    {
        Write($"The local cloud answers at {url}");
        if (_isBackground)
        {
            Console.WriteLine(CloudServer.Ready);
            Console.SetOut(TextWriter.Null);
            Console.SetError(TextWriter.Null);
        }
    }

    public void Write(Diagnostic diagnostic) => Write($"{diagnostic.Code}: {diagnostic.Text}");

    public void Write(string line) => _writer.WriteLine(line);

    public void Dispose()
    {
        if (_isBackground)
        {
            _writer.Dispose();
        }
    }
}
