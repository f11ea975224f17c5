using System.Text;
using Serverless.Fakes;

namespace Serverless.Invocations;

public sealed class AnsweringAnEvent
{
    [Fact]
    public async Task PostsTheHandlersBytesUnderTheRequestId()
    {
        await using var api = FakeRuntimeApi.Start().Next(new SomeEvent("""{"a":1}""") { RequestId = "id-1" });
        await using var function = RunningFunction.Start(api, (input, _) => Task.FromResult(input));
        var post = await api.PostAsync();
        Assert.Equal(
            "POST /2018-06-01/runtime/invocation/id-1/response HTTP/1.1\r\n"
            + $"Host: {api.Address}\r\nUser-Agent: serverless-runtime/1.0.0\r\nContent-Type: application/json\r\nContent-Length: 7\r\n\r\n"
            + """{"a":1}""",
            post.RawText);
    }

    [Fact]
    public async Task KeepsToOneConnection()
    {
        await using var api = FakeRuntimeApi.Start();
        await using var function = RunningFunction.Start(api, (input, _) => Task.FromResult(input));
        for (var i = 0; i < 20; i++)
        {
            api.Next(new SomeEvent($"{i}"));
            Assert.Equal($"{i}", (await api.PostAsync()).Text);
        }

        Assert.Equal(1, api.Connections);
    }

    [Fact]
    public async Task GivesTheHandlerEverythingThatLambdaSaid()
    {
        var deadline = DateTimeOffset.FromUnixTimeMilliseconds(DateTimeOffset.UtcNow.AddSeconds(20).ToUnixTimeMilliseconds());
        await using var api = FakeRuntimeApi.Start().Next(new SomeEvent
        {
            RequestId = "id-1",
            Deadline = deadline,
            Headers = "lambda-runtime-invoked-function-arn: arn:aws:lambda:eu-west-1:1:function:f:live\r\nLambda-Runtime-Trace-Id: Root=1-2-3\r\n"
                + "Lambda-Runtime-Client-Context: {\"c\":\"ü\"}\r\nLambda-Runtime-Cognito-Identity: {\"i\":1}\r\nLambda-Runtime-Aws-Tenant-Id: blue\r\n",
        });
        InvocationContext? seen = null;
        await using var function = new RunningFunction(api, environment => new FunctionEnvironment
        {
            RuntimeApi = environment.RuntimeApi,
            FunctionName = "f",
            FunctionVersion = "7",
            MemorySize = "512",
            LogGroupName = "/aws/lambda/f",
            LogStreamName = "stream",
        });
        function.Run.Start(new StreamHandler((input, context) => Task.FromResult((seen = context) is null ? null! : input)));
        await api.PostAsync();

        Assert.NotNull(seen);
        Assert.Equal(("id-1", deadline), (seen.RequestId, seen.Deadline));
        Assert.Equal(("arn:aws:lambda:eu-west-1:1:function:f:live", "Root=1-2-3"), (seen.InvokedFunctionArn, seen.TraceId));
        Assert.Equal(("""{"c":"ü"}""", """{"i":1}""", "blue"), (seen.ClientContextJson, seen.CognitoIdentityJson, seen.TenantId));
        Assert.Equal(("f", "7", 512, "/aws/lambda/f", "stream"), (seen.FunctionName, seen.FunctionVersion, seen.MemoryLimitInMegabytes, seen.LogGroupName, seen.LogStreamName));
        Assert.Equal(["Root=1-2-3"], function.TraceVariables);
    }

    [Theory, InlineData("not-a-number"), InlineData("-5"), InlineData("999999999999999999999")]
    public async Task ADeadlineThatMakesNoSenseIsNone(string deadline)
    {
        await using var api = FakeRuntimeApi.Start().Next(new SomeEvent { Deadline = null, Headers = $"Lambda-Runtime-Deadline-Ms: {deadline}\r\n" });
        await using var function = RunningFunction.Start(
            api, (_, context) => Task.FromResult<Stream>(new MemoryStream(Encoding.UTF8.GetBytes($"{context.RemainingTime == TimeSpan.MaxValue}"))));
        Assert.Equal("True", (await api.PostAsync()).Text);
    }

    [Fact]
    public async Task TakesANoContentEventAsAnEmptyOne()
    {
        await using var api = FakeRuntimeApi.Start().Next(Replies.Bytes("HTTP/1.1 204 No Content\r\nLambda-Runtime-Aws-Request-Id: id-1\r\n\r\n"));
        await using var function = RunningFunction.Start(api, (input, _) => Task.FromResult<Stream>(new MemoryStream(Encoding.UTF8.GetBytes($"{input.Length} bytes"))));
        Assert.Equal("0 bytes", (await api.PostAsync()).Text);
    }

    [Fact]
    public async Task SendsAStreamThatStandsAtItsEndFromItsBeginning()
    {
        await using var api = FakeRuntimeApi.Start().Next(new SomeEvent());
        await using var function = RunningFunction.Start(api, (_, _) =>
        {
            var output = new MemoryStream();
            output.Write("written"u8);
            return Task.FromResult<Stream>(output);
        });
        Assert.Equal("written", (await api.PostAsync()).Text);
    }

    [Fact]
    public async Task SendsTheRestOfAStreamThatStandsInItsMiddle()
    {
        await using var api = FakeRuntimeApi.Start().Next(new SomeEvent());
        await using var function = RunningFunction.Start(api, (_, _) => Task.FromResult<Stream>(new MemoryStream("head,rest"u8.ToArray()) { Position = 5 }));
        Assert.Equal("rest", (await api.PostAsync()).Text);
    }

    [Fact]
    public async Task ReadsAStreamThatCanOnlyBeReadAsynchronouslyAndDisposesIt()
    {
        var output = new AsynchronousOnlyStream(new byte[300_000]);
        await using var api = FakeRuntimeApi.Start().Next(new SomeEvent());
        await using var function = RunningFunction.Start(api, (_, _) => Task.FromResult<Stream>(output));
        Assert.Equal(300_000, (await api.PostAsync()).Body.Length);
        Assert.True(output.IsDisposed);
    }

    [Fact]
    public async Task TakesAndReturnsSixMegabytes()
    {
        var body = new string('x', 6_291_556);
        await using var api = FakeRuntimeApi.Start().Next(new SomeEvent(body)).Next(new SomeEvent("small"));
        await using var function = RunningFunction.Start(api, (input, _) => Task.FromResult(input));
        Assert.Equal(body, (await api.PostAsync()).Text);
        Assert.Equal("small", (await api.PostAsync()).Text);
    }

    [Fact]
    public async Task TakesBackTheInputStreamAfterwards()
    {
        Stream? kept = null;
        await using var api = FakeRuntimeApi.Start().Next(new SomeEvent());
        await using var function = RunningFunction.Start(api, (input, _) =>
        {
            kept = input;
            return Task.FromResult(Stream.Null);
        });
        await api.PostAsync();
        Assert.Throws<ObjectDisposedException>(() => kept!.ReadByte());
    }

    [Fact]
    public async Task DoesNotLetOneInvocationsAmbientValuesReachTheNext()
    {
        var ambient = new AsyncLocal<string>();
        await using var api = FakeRuntimeApi.Start().Next(new SomeEvent()).Next(new SomeEvent());
        await using var function = RunningFunction.Start(api, (_, _) =>
        {
            var found = ambient.Value ?? "nothing";
            ambient.Value = "left behind";
            return Task.FromResult<Stream>(new MemoryStream(Encoding.UTF8.GetBytes(found)));
        });
        Assert.Equal("nothing", (await api.PostAsync()).Text);
        Assert.Equal("nothing", (await api.PostAsync()).Text);
    }

    [Fact]
    public async Task SeveralAtATimeWhenLambdaSaysSo()
    {
        using var together = new Barrier(3);
        await using var api = FakeRuntimeApi.Start();
        await using var function = new RunningFunction(api, known => new FunctionEnvironment { RuntimeApi = known.RuntimeApi, Concurrency = 3 });
        function.Run.Start(new StreamHandler((input, _) =>
        {
            Assert.True(together.SignalAndWait(TimeSpan.FromSeconds(10)));
            return Task.FromResult(input);
        }));
        foreach (var body in new[] { "a", "b", "c" })
        {
            api.Next(new SomeEvent(body) { Headers = "Lambda-Runtime-Trace-Id: Root=1-2-3\r\n" });
        }

        string[] answers = [(await api.PostAsync()).Text, (await api.PostAsync()).Text, (await api.PostAsync()).Text];
        Assert.Equal(["a", "b", "c"], answers.Order());
        Assert.Empty(function.TraceVariables);
    }

    [Fact]
    public async Task FromAHostThatHasAName()
    {
        await using var api = FakeRuntimeApi.Start().Next(new SomeEvent("named"));
        await using var function = new RunningFunction(api, _ => new FunctionEnvironment { RuntimeApi = $"localhost:{api.Port}" });
        function.Run.Start(new StreamHandler((input, _) => Task.FromResult(input)));
        Assert.Equal("named", (await api.PostAsync()).Text);
        await api.PolledAsync(2);
    }

    [Fact]
    public async Task AllocatesLittle()
    {
        await using var api = FakeRuntimeApi.Start();
        var allocated = new List<long>();
        await using var function = RunningFunction.Start(api, (input, _) =>
        {
            allocated.Add(GC.GetAllocatedBytesForCurrentThread());
            return Task.FromResult(input);
        });
        for (var i = 0; i < 50; i++)
        {
            api.Next(new SomeEvent("""{"a":1}"""));
            await api.PostAsync();
        }

        // The context, its strings, two streams and the handler's task.
        var perInvocation = (allocated[^1] - allocated[^31]) / 30;
        Assert.InRange(perInvocation, 1, 1500);
    }

    private sealed class AsynchronousOnlyStream(byte[] content) : UnseekableStream
    {
        private int _position;

        internal bool IsDisposed { get; private set; }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => Take(buffer);

        protected override void Dispose(bool disposing)
        {
            IsDisposed = true;
            base.Dispose(disposing);
        }

        private async ValueTask<int> Take(Memory<byte> buffer)
        {
            await Task.Yield();
            var count = Math.Min(Math.Min(buffer.Length, 7000), content.Length - _position);
            content.AsMemory(_position, count).CopyTo(buffer);
            _position += count;
            return count;
        }
    }

    private abstract class UnseekableStream : Stream
    {
        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Synchronous reads are not supported.");
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
        public override void Flush()
        {
        }
    }
}
