using Serverless.Logging;

namespace Serverless;

/// <summary>
/// Writes lines in Lambda's log format: timestamp, request id, level and message, as text or, when AWS_LAMBDA_LOG_FORMAT is
/// <c>JSON</c>, as one JSON object per line. Entries below AWS_LAMBDA_LOG_LEVEL are left out (<c>INFO</c> unless set). Console.Out stays as it is.
/// </summary>
/// <remarks>Source: https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-logformat.html.</remarks>
public sealed class InvocationLog
{
    private readonly LogWriter _writer;
    private readonly InvocationContext _context;

    internal InvocationLog(LogWriter writer, InvocationContext context) => (_writer, _context) = (writer, context);

    /// <summary>Writes a line of the finest detail.</summary>
    public void Trace(string message) => Write(LogLevel.Trace, message, null);

    /// <summary>Writes a line for whoever looks for a fault.</summary>
    public void Debug(string message) => Write(LogLevel.Debug, message, null);

    /// <summary>Writes a line about the ordinary course of things.</summary>
    public void Information(string message) => Write(LogLevel.Information, message, null);

    /// <summary>Writes a line about something that should not have happened and did no harm; an exception is written out after it.</summary>
    public void Warning(string message, Exception? exception = null) => Write(LogLevel.Warning, message, exception);

    /// <summary>Writes a line about something that failed; an exception is written out after it.</summary>
    public void Error(string message, Exception? exception = null) => Write(LogLevel.Error, message, exception);

    /// <summary>Writes a line about something that the function cannot go on after; an exception is written out after it.</summary>
    public void Critical(string message, Exception? exception = null) => Write(LogLevel.Critical, message, exception);

    private void Write(LogLevel level, string message, Exception? exception) => _writer.Write(level, message ?? "", exception, _context);
}
