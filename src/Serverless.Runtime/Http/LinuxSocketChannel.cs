using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Serverless.Native;

namespace Serverless.Http;

/// <summary>
/// A blocking TCP socket straight from the C library. <see cref="SocketChannel"/> does the same through System.Net.Sockets, which
/// brings an event loop, its thread, event sources and a dozen assemblies: a third of a function's start that it never uses.
/// </summary>
internal sealed unsafe class LinuxSocketChannel : ByteChannel
{
    // Of struct sockaddr_in and sockaddr_in6 alike.
    private const int PortOffset = 2;

    private readonly SocketDescriptor _socket;
    private TimeSpan _patience = Timeout.InfiniteTimeSpan;

    private LinuxSocketChannel(SocketDescriptor socket) => _socket = socket;

    /// <summary>Connects at once or fails. The address is IPv4, its first byte the highest.</summary>
    internal static LinuxSocketChannel Connect(uint address, int port)
    {
        LibC.Bind();
        var endPoint = stackalloc byte[16];
        new Span<byte>(endPoint, 16).Clear();
        *(ushort*)endPoint = LibC.AF_INET;
        BinaryPrimitives.WriteUInt16BigEndian(new Span<byte>(endPoint + PortOffset, 2), (ushort)port);
        BinaryPrimitives.WriteUInt32BigEndian(new Span<byte>(endPoint + 4, 4), address);
        return Connect(LibC.AF_INET, endPoint, 16);
    }

    /// <summary>Connects to the first of a host's addresses that answers. The host is a name, or an IPv6 address in brackets.</summary>
    internal static LinuxSocketChannel Connect(string host, int port)
    {
        LibC.Bind();
        var node = Encoding.ASCII.GetBytes(host.Trim('[', ']') + '\0');
        var hints = new LibC.AddressInfo { SocketType = LibC.SOCK_STREAM, Protocol = LibC.IPPROTO_TCP };
        LibC.AddressInfo* found;
        int failure;
        fixed (byte* start = node)
        {
            failure = LibC.getaddrinfo(start, null, &hints, &found);
        }

        if (failure != 0)
        {
            throw new ConnectionLostException($"Cannot connect to the Runtime API: '{host}': {Marshal.PtrToStringUTF8((nint)LibC.gai_strerror(failure))}");
        }

        try
        {
            return ConnectFirst(found, port);
        }
        finally
        {
            LibC.freeaddrinfo(found);
        }
    }

    internal override void WaitAtMost(TimeSpan patience)
    {
        if (patience == _patience)
        {
            return;
        }

        using var use = new Use(_socket);
        var time = stackalloc long[2];
        time[0] = patience == Timeout.InfiniteTimeSpan ? 0 : (long)patience.TotalSeconds;
        time[1] = patience == Timeout.InfiniteTimeSpan ? 0 : patience.Ticks % TimeSpan.TicksPerSecond / TimeSpan.TicksPerMicrosecond;
        _ = LibC.setsockopt(_socket.Number, LibC.SOL_SOCKET, LibC.SO_RCVTIMEO, time, 16);
        _patience = patience;
    }

    internal override void Send(ReadOnlySpan<byte> bytes)
    {
        using var use = new Use(_socket);
        while (!bytes.IsEmpty)
        {
            nint count;
            int error;
            fixed (byte* start = bytes)
            {
                count = LibC.send(_socket.Number, start, bytes.Length, LibC.MSG_NOSIGNAL);
                error = Marshal.GetLastSystemError();
            }

            if (count >= 0)
            {
                bytes = bytes[(int)count..];
            }
            else if (error != LibC.EINTR)
            {
                throw Lost(error);
            }
        }
    }

    internal override int Receive(Span<byte> destination)
    {
        using var use = new Use(_socket);
        while (true)
        {
            nint count;
            int error;
            fixed (byte* start = destination)
            {
                count = LibC.recv(_socket.Number, start, destination.Length, 0);
                error = Marshal.GetLastSystemError();
            }

            if (count >= 0)
            {
                return (int)count;
            }

            if (error != LibC.EINTR)
            {
                throw Lost(error);
            }
        }
    }

    /// <summary>Wakes whoever waits in another thread; the descriptor is closed when nobody uses it any more, so that it is never confused with a later one.</summary>
    public override void Dispose()
    {
        if (!_socket.IsClosed)
        {
            _ = LibC.shutdown(_socket.Number, LibC.SHUT_RDWR);
            _socket.Dispose();
        }
    }

    private static LinuxSocketChannel ConnectFirst(LibC.AddressInfo* address, int port)
    {
        while (true)
        {
            BinaryPrimitives.WriteUInt16BigEndian(new Span<byte>(address->Address + PortOffset, 2), (ushort)port);
            try
            {
                return Connect(address->Family, address->Address, address->AddressLength);
            }
            catch (ConnectionLostException) when (address->Next is not null)
            {
                address = address->Next;
            }
        }
    }

    private static LinuxSocketChannel Connect(int family, byte* endPoint, int length)
    {
        var socket = new SocketDescriptor(Checked(LibC.socket(family, LibC.SOCK_STREAM | LibC.SOCK_CLOEXEC, LibC.IPPROTO_TCP)));
        try
        {
            var one = 1;
            _ = LibC.setsockopt(socket.Number, LibC.IPPROTO_TCP, LibC.TCP_NODELAY, &one, sizeof(int));
            Checked(LibC.connect(socket.Number, endPoint, length));
            return new LinuxSocketChannel(socket);
        }
        catch (ConnectionLostException)
        {
            socket.Dispose();
            throw;
        }
    }

    private static int Checked(int result)
    {
        var error = Marshal.GetLastSystemError();
        return result >= 0 ? result : throw new ConnectionLostException($"Cannot connect to the Runtime API: {Marshal.GetPInvokeErrorMessage(error)}");
    }

    private ConnectionLostException Lost(int error) => error == LibC.EAGAIN
        ? new($"The Runtime API sent part of a response and then nothing for {_patience.TotalSeconds} s.")
        : new($"The connection to the Runtime API broke: {Marshal.GetPInvokeErrorMessage(error)}");

    private readonly ref struct Use
    {
        private readonly SocketDescriptor _socket;

        internal Use(SocketDescriptor socket)
        {
            var added = false;
            try
            {
                socket.DangerousAddRef(ref added);
            }
            catch (ObjectDisposedException exception)
            {
                throw new ConnectionLostException("The connection to the Runtime API is closed.", exception);
            }

            _socket = socket;
        }

        public void Dispose() => _socket.DangerousRelease();
    }

    private sealed class SocketDescriptor : SafeHandle
    {
        internal SocketDescriptor(int number)
            : base(-1, ownsHandle: true) => SetHandle(number);

        public override bool IsInvalid => handle < 0;

        internal int Number => (int)handle;

        protected override bool ReleaseHandle() => LibC.close((int)handle) == 0;
    }
}
