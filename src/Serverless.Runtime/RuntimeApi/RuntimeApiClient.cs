using System.Text;
using Serverless.Errors;
using Serverless.Http;
using Serverless.Logging;
using Serverless.Messages;

namespace Serverless.RuntimeApi;

/// <summary>
/// One client of the Lambda Runtime API (version 2018-06-01), for one event at a time, on one connection that is made when it is
/// needed and again when it breaks.
/// </summary>
/// <remarks>Source: https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html.</remarks>
internal sealed class RuntimeApiClient : IDisposable
{
    /// <summary>How often in a row a poll may fail quickly before the process gives up.</summary>
    internal const int MaxPollFailures = 8;

    private const int MaxRequestIdLength = 128;

    /// <summary>A poll that lasted this long was a working one; whatever ended it does not count as one more failure.</summary>
    private static readonly TimeSpan s_workingPoll = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_stallLimit = TimeSpan.FromSeconds(30);

    private readonly Func<ByteChannel> _connect;
    private readonly Action<TimeSpan> _pause;
    private readonly TimeProvider _time;
    private readonly LogWriter _log;
    private readonly object _gate = new();
    private ByteChannel? _channel;
    private volatile bool _closed;

    internal RuntimeApiClient(Func<ByteChannel> connect, string host, TimeProvider time, LogWriter log, Action<TimeSpan> pause)
    {
        (_connect, _time, _log, _pause) = (connect, time, log, pause);
        Requests = new RuntimeApiRequests(host);
    }

    internal RuntimeApiRequests Requests { get; }

    /// <summary>Work that is done once, while the answer to the first request is under way; null for none.</summary>
    internal Action? Meanwhile { get; set; }

    /// <summary>The last response, valid until the next exchange.</summary>
    internal HttpResponseReader Response { get; } = new(s_stallLimit);

    /// <summary>The id of the event that <see cref="Response"/> holds.</summary>
    internal string RequestId { get; private set; } = "";

    /// <summary>Waits for the next event; false when this client was closed meanwhile.</summary>
    /// <exception cref="RuntimeApiException">There will be no more events.</exception>
    internal bool PollNext() => Poll(Requests.Next, HasRequestId);

    /// <summary>Tells a SnapStart environment that initialization is done, and waits until it is restored; false when this client was closed meanwhile.</summary>
    internal bool PollRestore() => Poll(Requests.Restore, static () => true);

    /// <summary>Posts a handler's result. Its head is put before the body in <paramref name="body"/>.</summary>
    internal Acceptance PostResponse(string requestId, MessageBuffer body)
    {
        Requests.PrependResponse(body, requestId);
        return Post(body.Written, "the response");
    }

    /// <summary>Posts that an invocation failed.</summary>
    internal Acceptance PostError(string requestId, ErrorReport report, string workingDirectory) =>
        Post(Requests.InvocationError(requestId, report, workingDirectory), "the error");

    /// <summary>Posts that the function could not be initialized.</summary>
    internal Acceptance PostInitError(ErrorReport report) => Post(Requests.InitializationError(report), "the error");

    /// <summary>Sends bytes of a streamed response, whose end only <see cref="ReadAcceptance"/> marks.</summary>
    /// <exception cref="ConnectionLostException">The response cannot be continued.</exception>
    internal void Send(ReadOnlySpan<byte> bytes)
    {
        try
        {
            Channel().Send(bytes);
        }
        catch (ConnectionLostException loss)
        {
            var reason = TryReadEarlyResponse() ? $"{loss.Message} Its answer was {Refusal()}" : loss.Message;
            Disconnect();
            throw new ConnectionLostException(reason, loss);
        }
    }

    /// <summary>Reads what the Runtime API says about a streamed response.</summary>
    internal Acceptance ReadAcceptance()
    {
        try
        {
            ReadResponse();
        }
        catch (Exception exception) when (exception is ConnectionLostException or HttpFormatException)
        {
            Disconnect();
            _log.Write(LogLevel.Error, "The Runtime API did not acknowledge the streamed response.", exception, null);
            return Acceptance.Refused;
        }

        return Judge("the streamed response");
    }

    /// <summary>Forgets the connection; the next exchange makes another.</summary>
    internal void Disconnect()
    {
        lock (_gate)
        {
            _channel?.Dispose();
            _channel = null;
        }
    }

    /// <summary>Ends a poll in progress and every exchange after it. May be called from another thread.</summary>
    public void Dispose()
    {
        _closed = true;
        Disconnect();
    }

    private ByteChannel Channel()
    {
        if (_channel is { } open)
        {
            return open;
        }

        var made = _connect();
        lock (_gate)
        {
            if (_closed)
            {
                made.Dispose();
                throw new ConnectionLostException("The client is closed.");
            }

            return _channel = made;
        }
    }

    private bool HasRequestId()
    {
        RequestId = Response.Header("Lambda-Runtime-Aws-Request-Id"u8) ?? "";
        return RequestId.Length is > 0 and <= MaxRequestIdLength && IsPathSegment(RequestId);
    }

    /// <summary>Ids are UUIDs; what would change the path or the head of our answer is none.</summary>
    private static bool IsPathSegment(string text)
    {
        foreach (var character in text)
        {
            if (!char.IsAsciiLetterOrDigit(character) && character is not ('-' or '_' or '.' or '~'))
            {
                return false;
            }
        }

        return true;
    }

    private bool Poll(ReadOnlySpan<byte> request, Func<bool> isComplete)
    {
        for (var failures = 0; !_closed;)
        {
            var started = _time.GetTimestamp();
            var failure = TryPoll(request, isComplete);
            if (failure is null)
            {
                return true;
            }

            failures = _time.GetElapsedTime(started) >= s_workingPoll ? 1 : failures + 1;
            if (_closed)
            {
                return false;
            }

            if (failures > MaxPollFailures)
            {
                throw new RuntimeApiException($"The Runtime API could not be asked for the next event {failures} times in a row. The last time: {failure.Message}", failure);
            }

            PauseAfter(failures, failure);
        }

        return false;
    }

    /// <summary>The first failure is usually an idle connection that the server has closed: the second try comes at once.</summary>
    private void PauseAfter(int failures, Exception failure)
    {
        if (failures == 1)
        {
            return;
        }

        _log.Write(LogLevel.Warning, $"Asking the Runtime API for the next event failed and is tried again: {failure.Message}", null, null);
        _pause(TimeSpan.FromMilliseconds(10 << Math.Min(failures - 2, 6)));
    }

    private IOException? TryPoll(ReadOnlySpan<byte> request, Func<bool> isComplete)
    {
        try
        {
            Exchange(request);
        }
        catch (Exception exception) when (exception is ConnectionLostException or HttpFormatException)
        {
            Disconnect();
            return (IOException)exception;
        }

        if (Response.Status is not (200 or 204))
        {
            throw new RuntimeApiException($"The Runtime API hands out no more events: {Refusal()}");
        }

        return isComplete() ? null : new HttpFormatException("The Runtime API sent an event without a usable Lambda-Runtime-Aws-Request-Id.");
    }

    private Acceptance Post(ReadOnlySpan<byte> request, string what)
    {
        for (var isRetry = false; ; isRetry = true)
        {
            try
            {
                Exchange(request);
                return Judge(what);
            }
            catch (Exception exception) when (exception is ConnectionLostException or HttpFormatException)
            {
                Disconnect();
                if (isRetry || exception is HttpFormatException || _closed)
                {
                    _log.Write(LogLevel.Error, $"Posting {what} to the Runtime API failed.", exception, null);
                    return Acceptance.Refused;
                }
            }
        }
    }

    private Acceptance Judge(string what)
    {
        switch (Response.Status)
        {
            case < 300:
                return Acceptance.Accepted;
            case 413:
                return Acceptance.TooLarge;
            case >= 500:
                throw new RuntimeApiException($"The Runtime API failed to take {what}: {Refusal()}");
            default:
                _log.Write(LogLevel.Error, $"The Runtime API refused {what}: {Refusal()}", null, null);
                return Acceptance.Refused;
        }
    }

    private string Refusal()
    {
        var body = Response.Body.Span;
        return $"status {Response.Status} {Encoding.UTF8.GetString(body[..Math.Min(body.Length, 1024)])}";
    }

    private void Exchange(ReadOnlySpan<byte> request)
    {
        var channel = Channel();
        try
        {
            channel.Send(request);
        }
        catch (ConnectionLostException)
        {
            if (!TryReadEarlyResponse())
            {
                throw;
            }

            Disconnect();
            return;
        }

        if (Meanwhile is { } work)
        {
            Meanwhile = null;
            work();
        }

        ReadResponse();
    }

    /// <summary>A server that refuses a request may answer and close before it has read all of it.</summary>
    private bool TryReadEarlyResponse()
    {
        try
        {
            ReadResponse();
            return Response.Status >= 400;
        }
        catch (Exception exception) when (exception is ConnectionLostException or HttpFormatException)
        {
            return false;
        }
    }

    private void ReadResponse()
    {
        Response.Read(Channel());
        if (!Response.KeepsAlive)
        {
            Disconnect();
        }
    }
}
