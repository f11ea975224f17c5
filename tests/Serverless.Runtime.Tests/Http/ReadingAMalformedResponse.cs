using System.Text;
using Serverless.Fakes;

namespace Serverless.Http;

public sealed class ReadingAMalformedResponse
{
    [Theory]
    [InlineData("SSH-2.0-OpenSSH_9.6")]
    [InlineData("<html>")]
    [InlineData("http/1.1 200 OK\r\n\r\n")]
    [InlineData("HTTP/2.0 200 OK\r\n\r\n")]
    [InlineData("HTTP/1.2 200 OK\r\n\r\n")]
    [InlineData("HTTP/1.1  200 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 20 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 2000 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 -20 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 099 OK\r\n\r\n")]
    [InlineData("HTTP/1.1\r\n\r\n")]
    [InlineData("HTTP/1.1 101 Switching Protocols\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nNo colon\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\n: no name\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nName : blank before the colon\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nA: folded\r\n value\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nA: with\u0000nothing\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nA: with a\nline feed\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nNäme: x\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: five\r\n\r\nhello")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nhello")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: +5\r\n\r\nhello")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5, 5\r\n\r\nhello")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length:\r\n\r\nhello")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello!")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 67108865\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: identity\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0x5\r\nhello\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFF\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n000000005\r\nhello\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7fffffff\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello!\r\n0\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5 hello\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nno trailer\r\n\r\n")]
    public void IsRefused(string wire) => Assert.Throws<HttpFormatException>(() => Read(wire));

    [Fact]
    public void WithoutAnEndToItsHeaderSectionIsRefusedAtTheLimit()
    {
        var bytes = Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\n" + string.Concat(Enumerable.Repeat("Name: value\r\n", 20_000)));
        Assert.Throws<HttpFormatException>(() => NewReader().Read(new ScriptedChannel(bytes)));
    }

    [Fact]
    public void WithTooManyHeaderLinesIsRefused() =>
        Assert.Throws<HttpFormatException>(() => Read("HTTP/1.1 200 OK\r\n" + string.Concat(Enumerable.Repeat("A: b\r\n", HttpHeaders.MaxCount + 1)) + "\r\n"));

    [Fact]
    public void WithTrailersWithoutEndIsRefused() =>
        Assert.Throws<HttpFormatException>(() => Read("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n" + string.Concat(Enumerable.Repeat("A: b\r\n", 50_000))));

    [Fact]
    public void WithALongChunkExtensionIsRefused() =>
        Assert.Throws<HttpFormatException>(() => Read("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;" + new string('x', 5000) + "\r\nhello\r\n0\r\n\r\n"));

    [Fact]
    public void WithInterimOnesWithoutEndIsRefused() =>
        Assert.Throws<HttpFormatException>(() => Read(string.Concat(Enumerable.Repeat("HTTP/1.1 100 Continue\r\n\r\n", 1000))));

    [Theory]
    [InlineData("Content-Length: 101\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n32\r\n01234567890123456789012345678901234567890123456789\r\n33\r\n")]
    [InlineData("Connection: close\r\n\r\n01234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567891")]
    public void LongerThanTheLimitIsRefused(string rest) =>
        Assert.Throws<HttpFormatException>(() => new HttpResponseReader(TimeSpan.FromSeconds(1), maxBodyLength: 100)
            .Read(new ScriptedChannel(Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\n" + rest))));

    [Fact]
    public void ThatPromisesMuchCostsOnlyWhatItSends()
    {
        var reader = NewReader();
        var channel = new ScriptedChannel("HTTP/1.1 200 OK\r\nContent-Length: 60000000\r\n\r\nfew"u8.ToArray());
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<ConnectionLostException>(() => reader.Read(channel));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    private static HttpResponseReader NewReader() => new(TimeSpan.FromSeconds(1));

    private static void Read(string wire) => NewReader().Read(new ScriptedChannel(Encoding.UTF8.GetBytes(wire)));
}
