using System.Net;
using System.Net.Sockets;
using Serverless.Native;

namespace Serverless.Http;

/// <summary>Both channels keep the same promises; the one from the C library exists on Linux only.</summary>
public sealed class TheTwoSockets
{
    public static TheoryData<string> Kinds => LibC.IsKnown ? ["linux", "any"] : ["any"];

    [Theory, MemberData(nameof(Kinds))]
    public void SendAndReceive(string kind)
    {
        using var pair = new Pair(kind);
        pair.Channel.Send("ping"u8);
        Span<byte> buffer = stackalloc byte[100];
        Assert.Equal(4, pair.Peer.Receive(buffer));
        pair.Peer.Send("pong!"u8);
        Assert.Equal(5, pair.Channel.Receive(buffer));
        Assert.True(buffer[..5].SequenceEqual("pong!"u8));
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task SendMoreThanTheBuffersHold(string kind)
    {
        using var pair = new Pair(kind);
        var bytes = new byte[20_000_000];
        new Random(1).NextBytes(bytes);
        var received = Task.Run(() =>
        {
            var all = new byte[bytes.Length];
            for (var count = 0; count < all.Length;)
            {
                count += pair.Peer.Receive(all.AsSpan(count));
            }

            return all;
        });
        pair.Channel.Send(bytes);
        Assert.Equal(bytes, await received);
    }

    [Theory, MemberData(nameof(Kinds))]
    public void SeeAPeerThatCloses(string kind)
    {
        using var pair = new Pair(kind);
        pair.Peer.Dispose();
        Assert.Equal(0, pair.Channel.Receive(new byte[10]));
    }

    [Theory, MemberData(nameof(Kinds))]
    public void LoseAPeerThatResets(string kind)
    {
        using var pair = new Pair(kind);
        pair.Peer.LingerState = new LingerOption(true, 0);
        pair.Peer.Dispose();
        Assert.Throws<ConnectionLostException>(() => pair.Channel.Receive(new byte[10]));
        Assert.Throws<ConnectionLostException>(() => pair.Channel.Send("x"u8));
    }

    [Theory, MemberData(nameof(Kinds))]
    public void WaitAsLongAsAllowed(string kind)
    {
        using var pair = new Pair(kind);
        pair.Channel.WaitAtMost(TimeSpan.FromMilliseconds(50));
        var loss = Assert.Throws<ConnectionLostException>(() => pair.Channel.Receive(new byte[10]));
        Assert.Contains("nothing for 0.05 s", loss.Message, StringComparison.Ordinal);

        pair.Channel.WaitAtMost(Timeout.InfiniteTimeSpan);
        pair.Peer.Send("x"u8);
        Assert.Equal(1, pair.Channel.Receive(new byte[10]));
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task AreWokenByDispose(string kind)
    {
        using var pair = new Pair(kind);
        var waiting = Task.Factory.StartNew(
            () => Record.Exception(() => Assert.Equal(0, pair.Channel.Receive(new byte[10]))),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        await Task.Delay(100, TestContext.Current.CancellationToken);
        pair.Channel.Dispose();
        var exception = await waiting.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        Assert.True(exception is null or ConnectionLostException, $"{exception}");
        Assert.Throws<ConnectionLostException>(() => pair.Channel.Send("x"u8));
        pair.Channel.Dispose();
    }

    [Theory, MemberData(nameof(Kinds))]
    public void SayThatNobodyListens(string kind)
    {
        int port;
        using (var listener = new TcpListener(IPAddress.Loopback, 0))
        {
            listener.Start();
            port = ((IPEndPoint)listener.LocalEndpoint).Port;
        }

        var loss = Assert.Throws<ConnectionLostException>(() => Connect(kind, port));
        Assert.Contains("Connection refused", loss.Message, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Kinds))]
    public void ReachAHostByItsName(string kind)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var channel = Connect(kind, "localhost", ((IPEndPoint)listener.LocalEndpoint).Port);
        using var peer = listener.AcceptSocket();
        channel.Send("x"u8);
        Assert.Equal(1, peer.Receive(new byte[10]));
    }

    [Theory, MemberData(nameof(Kinds))]
    public void ReachAnIPv6Address(string kind)
    {
        Assert.SkipUnless(Socket.OSSupportsIPv6, "there is no IPv6 here");
        using var listener = new TcpListener(IPAddress.IPv6Loopback, 0);
        listener.Start();
        using var channel = Connect(kind, "[::1]", ((IPEndPoint)listener.LocalEndpoint).Port);
        using var peer = listener.AcceptSocket();
        peer.Send("x"u8);
        Assert.Equal(1, channel.Receive(new byte[10]));
    }

    [Theory, MemberData(nameof(Kinds))]
    public void SayThatThereIsNoSuchHost(string kind)
    {
        var loss = Assert.Throws<ConnectionLostException>(() => Connect(kind, "nowhere.invalid", 80));
        Assert.Contains("Cannot connect to the Runtime API", loss.Message, StringComparison.Ordinal);
    }

    private static ByteChannel Connect(string kind, string host, int port) =>
        kind == "linux" ? LinuxSocketChannel.Connect(host, port) : SocketChannel.Connect(host, port);

    private static ByteChannel Connect(string kind, int port) =>
        kind == "linux" ? LinuxSocketChannel.Connect(0x7F000001, port) : SocketChannel.Connect("127.0.0.1", port);

    private sealed class Pair : IDisposable
    {
        internal Pair(string kind)
        {
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            Channel = Connect(kind, ((IPEndPoint)listener.LocalEndpoint).Port);
            Peer = listener.AcceptSocket();
        }

        internal ByteChannel Channel { get; }

        internal Socket Peer { get; }

        public void Dispose()
        {
            Channel.Dispose();
            Peer.Dispose();
        }
    }
}
