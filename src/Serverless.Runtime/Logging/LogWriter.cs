using System.Buffers.Binary;
using System.Text.Encodings.Web;
using System.Text.Json;
using Serverless.Errors;
using Serverless.Messages;
using Serverless.Native;

namespace Serverless.Logging;

/// <summary>
/// Writes log entries the way the managed .NET runtime does, as text or as JSON, to standard output or to the framed log
/// descriptor that Lambda hands out. Nothing is opened before the first entry.
/// </summary>
internal sealed class LogWriter
{
    private const uint TextFrame = 0xa55a0003;
    private const uint JsonFrame = 0xa55a0002;
    private const int FrameHeadLength = 16;

    private readonly object _gate = new();
    private readonly Func<string, string?> _variable;
    private readonly Func<Stream> _standardOutput;
    private readonly TimeProvider _time;
    private MessageBuffer _line = null!;
    private Stream? _output;
    private bool _json;
    private bool _framed;
    private LogLevel _minimum;

    /// <param name="variable">Reads an environment variable.</param>
    /// <param name="standardOutput">Opens standard output.</param>
    /// <param name="time">The clock that stamps the entries.</param>
    internal LogWriter(Func<string, string?> variable, Func<Stream> standardOutput, TimeProvider time) =>
        (_variable, _standardOutput, _time) = (variable, standardOutput, time);

    /// <summary>The writer of this process.</summary>
    internal static LogWriter OfProcess { get; } = new(Environment.GetEnvironmentVariable, ProcessStreams.OpenOutput, TimeProvider.System);

    internal void Write(LogLevel level, string message, Exception? exception, InvocationContext? context)
    {
        lock (_gate)
        {
            _output ??= Open();
            if (level < _minimum)
            {
                return;
            }

            var now = _time.GetUtcNow();
            _line.Clear();
            if (_json)
            {
                WriteJson(now, level, message, exception, context);
            }
            else
            {
                WriteText(now, level, message, exception, context);
            }

            Emit(_output, now);
        }
    }

    private Stream Open()
    {
        _line = new MessageBuffer();
        var format = _variable("AWS_LAMBDA_HANDLER_LOG_FORMAT") ?? _variable("AWS_LAMBDA_LOG_FORMAT");
        _json = string.Equals(format, "JSON", StringComparison.OrdinalIgnoreCase);
        _minimum = LogLevels.Read(_variable("AWS_LAMBDA_HANDLER_LOG_LEVEL") ?? _variable("AWS_LAMBDA_LOG_LEVEL"));
        var framed = OpenFramed();
        _framed = framed is not null;
        return framed ?? _standardOutput();
    }

    private Stream? OpenFramed() =>
        Digits.TryRead(_variable("_LAMBDA_TELEMETRY_LOG_FD"), out var descriptor) ? ProcessStreams.OpenInherited(descriptor) : null;

    private void WriteText(DateTimeOffset now, LogLevel level, string message, Exception? exception, InvocationContext? context)
    {
        Timestamp.Write(now.UtcDateTime, _line.GetSpan(Timestamp.Length));
        _line.Advance(Timestamp.Length);
        _line.Append("\t"u8);
        _line.Append(context?.RequestId ?? "");
        _line.Append("\t"u8);
        _line.Append(level.ShortName());
        _line.Append("\t"u8);
        _line.Append(message);
        if (exception is not null)
        {
            _line.Append("\n"u8);
            _line.Append(ExceptionText.Complete(exception));
        }

        _line.Append("\n"u8);
    }

    private void WriteJson(DateTimeOffset now, LogLevel level, string message, Exception? exception, InvocationContext? context)
    {
        Span<byte> time = stackalloc byte[Timestamp.Length];
        Timestamp.Write(now.UtcDateTime, time);
        using (var json = new Utf8JsonWriter(_line, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("timestamp"u8, time);
            json.WriteString("level"u8, level.Name());
            WriteOptional(json, "requestId"u8, context?.RequestId);
            WriteOptional(json, "tenantId"u8, context?.TenantId);
            WriteOptional(json, "traceId"u8, context?.TraceId);
            json.WriteString("message"u8, message);
            if (exception is not null)
            {
                json.WriteString("errorType"u8, exception.GetType().FullName);
                json.WriteString("errorMessage"u8, ExceptionText.Message(exception));
                json.WriteStartArray("stackTrace"u8);
                foreach (var frame in ExceptionText.Frames(exception))
                {
                    json.WriteStringValue(frame);
                }

                json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        _line.Append("\n"u8);
    }

    private static void WriteOptional(Utf8JsonWriter json, ReadOnlySpan<byte> name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            json.WriteString(name, value);
        }
    }

    private void Emit(Stream output, DateTimeOffset now)
    {
        if (_framed)
        {
            Frame(now);
        }

        if (!TryWrite(output, _line.Written) && _framed)
        {
            (_framed, _output) = (false, _standardOutput());
            TryWrite(_output, _line.Written[FrameHeadLength..]);
        }
    }

    /// <summary>False when nobody reads our log any more, which must not end the function.</summary>
    private static bool TryWrite(Stream output, ReadOnlySpan<byte> line)
    {
        try
        {
            output.Write(line);
            output.Flush();
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Type, length and microseconds since 1970, all big-endian; the line's end is the frame's end.</summary>
    private void Frame(DateTimeOffset now)
    {
        Span<byte> head = stackalloc byte[FrameHeadLength];
        BinaryPrimitives.WriteUInt32BigEndian(head, _json ? JsonFrame : TextFrame);
        BinaryPrimitives.WriteInt32BigEndian(head[4..], _line.Length);
        BinaryPrimitives.WriteInt64BigEndian(head[8..], (now - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond);
        _line.Prepend(head);
    }
}
