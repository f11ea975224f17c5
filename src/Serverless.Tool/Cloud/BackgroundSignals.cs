using System.Runtime.InteropServices;

namespace Serverless.Tool.Cloud;

/// <summary>
/// A process in the background belongs to no terminal, even while the one it was started from is still there: Ctrl-C and a closed
/// terminal mean others. Only the request to end (SIGTERM) is meant for it.
/// </summary>
internal sealed class BackgroundSignals : IDisposable
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly PosixSignalRegistration[] _registrations;

    public BackgroundSignals() => _registrations =
    [
        On(PosixSignal.SIGINT, () => { }),
        On(PosixSignal.SIGHUP, () => { }),
        On(PosixSignal.SIGQUIT, () => { }),
        On(PosixSignal.SIGTERM, () => _ended.TrySetResult()),
    ];

    /// <summary>Ends when the process shall end.</summary>
    public Task Ended => _ended.Task;

    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }
    }

    private static PosixSignalRegistration On(PosixSignal signal, Action then) => PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = true;
        then();
    });
}
