using System.Text;
using Serverless.Fakes;

namespace Serverless.Http;

public sealed class ReadingAWellFormedResponse
{
    public static TheoryData<string> Shapes => [.. WellFormedResponses.All.Select(shape => shape.Name)];

    [Theory, MemberData(nameof(Shapes))]
    public void GivesTheSameAtEverySplitIntoTwo(string name)
    {
        var shape = Shape(name);
        for (var split = 0; split <= shape.Bytes.Length; split++)
        {
            var reader = Read(new ScriptedChannel(shape.Bytes[..split], shape.Bytes[split..]));
            AssertSays(shape, reader, $"{name} split at {split}");
        }
    }

    [Theory, MemberData(nameof(Shapes))]
    public void GivesTheSameByteByByte(string name) => AssertSays(Shape(name), Read(ScriptedChannel.ByteByByte(Shape(name).Bytes)), name);

    [Theory, MemberData(nameof(Shapes))]
    public void ThatBreaksOffAnywhereIsALostConnection(string name)
    {
        var shape = Shape(name);
        var endless = shape.Name is "to the end" or "version 1.0";
        var last = endless ? shape.Wire.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4 : shape.Bytes.Length - 1;
        for (var length = 0; length < last; length++)
        {
            Assert.Throws<ConnectionLostException>(() => Read(new ScriptedChannel(shape.Bytes[..length])));
        }
    }

    [Fact]
    public void OneReaderReadsOneAfterTheOther()
    {
        var reader = NewReader();
        foreach (var shape in WellFormedResponses.All)
        {
            reader.Read(new ScriptedChannel(shape.Bytes));
            AssertSays(shape, reader, shape.Name);
        }
    }

    [Fact]
    public void WithBytesAfterItIsGoodButTheLastOnItsConnection()
    {
        var reader = Read(new ScriptedChannel("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}HTTP/1.1 200 OK\r\n"u8.ToArray()));
        Assert.Equal("{}", Encoding.UTF8.GetString(reader.Body.Span));
        Assert.False(reader.KeepsAlive);
    }

    [Fact]
    public void AHeaderThatIsMissingIsNull() => Assert.Null(Read(new ScriptedChannel(WellFormedResponses.All[0].Bytes)).Header("Nothing"u8));

    [Fact]
    public void IsWaitedForWithoutLimitUntilItsFirstByteAndThenWithOne()
    {
        var channel = new ScriptedChannel("H"u8.ToArray());
        var reader = new HttpResponseReader(TimeSpan.FromSeconds(7));
        Assert.Throws<ConnectionLostException>(() => reader.Read(channel));
        Assert.Equal(TimeSpan.FromSeconds(7), channel.Patience);
        Assert.Throws<ConnectionLostException>(() => reader.Read(channel));
        Assert.Equal(Timeout.InfiniteTimeSpan, channel.Patience);
    }

    [Theory, InlineData(100_000), InlineData(6_291_556), InlineData(9_000_000)]
    public void CanBeLong(int length)
    {
        var body = new byte[length];
        new Random(1).NextBytes(body);
        var head = Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n");
        Assert.True(Read(new ScriptedChannel(head, body)).Body.Span.SequenceEqual(body));

        var chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"u8.ToArray();
        var size = Encoding.ASCII.GetBytes($"{length:x}\r\n");
        Assert.True(Read(new ScriptedChannel(chunked, size, body, "\r\n0\r\n\r\n"u8.ToArray())).Body.Span.SequenceEqual(body));
    }

    private static WellFormedResponses.Shape Shape(string name) => WellFormedResponses.All.Single(shape => shape.Name == name);

    private static HttpResponseReader NewReader() => new(TimeSpan.FromSeconds(1));

    private static HttpResponseReader Read(ByteChannel channel)
    {
        var reader = NewReader();
        reader.Read(channel);
        return reader;
    }

    private static void AssertSays(WellFormedResponses.Shape shape, HttpResponseReader reader, string situation) =>
        Assert.Equal(
            (situation, shape.Status, shape.Body, shape.KeepsAlive, "välue"),
            (situation, reader.Status, Encoding.UTF8.GetString(reader.Body.Span), reader.KeepsAlive, reader.Header("X-NAME"u8)));
}
