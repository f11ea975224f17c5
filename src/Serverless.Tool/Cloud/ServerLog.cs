using Serverless.Diagnostics;

namespace Serverless.Tool.Cloud;

/// <summary>Where the local cloud writes: the terminal, or a file when it runs in the background. Safe for many threads.</summary>
internal sealed class ServerLog : IDisposable
{
    private readonly Lock _gate = new();
    private readonly FileStream? _file;
    private TextWriter _writer;

    private ServerLog(TextWriter writer, FileStream? file) => (_writer, _file) = (writer, file);

    /// <exception cref="DiagnosticException">The log cannot be written.</exception>
    public static ServerLog Open(ServerOptions options) => options.IsBackground ? HomeFolder.Use(options.Home, () => OpenFile(options.Home)) : new(Console.Out, file: null);

    /// <summary>Says that the local cloud answers. A background process then lets go of the pipes it was started with.</summary>
    public void Start(Uri url)
    {
        TakeFile();
        Write($"The local cloud answers at {url}");
        if (_file is not null)
        {
            Console.WriteLine(CloudServer.Ready);
            Console.SetOut(TextWriter.Null);
            Console.SetError(TextWriter.Null);
        }
    }

    public void Write(Diagnostic diagnostic) => Write($"{diagnostic.Code}: {diagnostic.Text}");

    public void Write(string line)
    {
        lock (_gate)
        {
            _writer.WriteLine(line);
        }
    }

    public void Dispose()
    {
        if (_file is not null)
        {
            lock (_gate)
            {
                _writer.Dispose();
                _writer = TextWriter.Null;
            }

            _file.Dispose();
        }
    }

    // Until this process is known to own the folder, the file is that of another one: nothing of it is changed, and lines wait in memory.
    private static ServerLog OpenFile(string home)
    {
        Directory.CreateDirectory(home);
        return new(new StringWriter(), new FileStream(CloudServer.LogPath(home), FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete));
    }

    private void TakeFile()
    {
        if (_file is null)
        {
            return;
        }

        lock (_gate)
        {
            var early = _writer.ToString();
            _file.SetLength(0);
            _writer = new StreamWriter(_file, leaveOpen: true) { AutoFlush = true };
            _writer.Write(early);
        }
    }
}
