using Microsoft.Build.Framework;
using Serverless.Diagnostics;
using Task = Microsoft.Build.Utilities.Task;

namespace Serverless.Tasks;

/// <summary>
/// What every task shares: cancellation, complaints logged with code and place, and no exception ever seen by MSBuild. A task
/// works on absolute paths alone and never on the process's current directory, because several projects share a process.
/// </summary>
public abstract class ServerlessTask : Task, ICancelableTask, IDisposable
{
    private readonly CancellationTokenSource _cancellation = new();

    /// <inheritdoc/>
    public void Cancel() => _cancellation.Cancel();

    /// <inheritdoc/>
    public void Dispose()
    {
        _cancellation.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    public override bool Execute()
    {
        try
        {
            RunAsync(_cancellation.Token).GetAwaiter().GetResult();
        }
        catch (DiagnosticException exception)
        {
            Report(exception.Diagnostics);
        }
        catch (OperationCanceledException) when (_cancellation.IsCancellationRequested)
        {
            Log.LogMessage(MessageImportance.High, "Cancelled.");
            return false;
        }
        catch (Exception exception)
        {
            Report([InternalDiagnostics.Unexpected(GetType().Name, exception)]);
            Log.LogMessage(MessageImportance.Low, exception.ToString());
        }

        return !Log.HasLoggedErrors;
    }

    /// <summary>The job. Complaints go to <see cref="Report"/>; a <see cref="DiagnosticException"/> is reported by the caller.</summary>
    protected abstract System.Threading.Tasks.Task RunAsync(CancellationToken cancellationToken);

    /// <summary>Logs complaints so that MSBuild, IDEs and pipelines find code, file, line and column where they look for them.</summary>
    protected void Report(IEnumerable<Diagnostic> diagnostics)
    {
        foreach (var diagnostic in diagnostics)
        {
            LogOne(diagnostic);
        }
    }

    private void LogOne(Diagnostic diagnostic)
    {
        var (start, end) = (diagnostic.Span.Start, diagnostic.Span.End);
        var file = diagnostic.Span.Path;
        var text = diagnostic.Related.Aggregate(diagnostic.Text, (sum, place) => $"{sum} {place.Message}: {place.Span}.");
        switch (diagnostic.Severity)
        {
            case Severity.Error:
                Log.LogError(null, diagnostic.Code, null, diagnostic.HelpLink, file, start.Line, start.Column, end.Line, end.Column, "{0}", text);
                break;
            case Severity.Warning:
                Log.LogWarning(null, diagnostic.Code, null, diagnostic.HelpLink, file, start.Line, start.Column, end.Line, end.Column, "{0}", text);
                break;
            default:
                Log.LogMessage(null, diagnostic.Code, null, file, start.Line, start.Column, end.Line, end.Column, MessageImportance.Normal, "{0}", text);
                break;
        }
    }

    /// <summary>The product of a stage, after its complaints have been logged; null when there are errors.</summary>
    protected T? Take<T>(Checked<T> result)
        where T : class
    {
        Report(result.Diagnostics);
        return result.IsGood ? result.Value : null;
    }
}
