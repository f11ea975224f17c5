using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

// Calls with plain arguments only, which ReadyToRun can compile ahead; anything to marshal would have to be compiled at each start.
[assembly: DisableRuntimeMarshalling]
[assembly: DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]

namespace Serverless.Native;

/// <summary>The C library as 64-bit Linux has it, on x64 and arm64 alike.</summary>
internal static unsafe partial class LibC
{
    private const string Name = "libc";

    internal const int AF_INET = 2;
    internal const int SOCK_STREAM = 1;
    internal const int SOCK_CLOEXEC = 0x80000;
    internal const int IPPROTO_TCP = 6;
    internal const int TCP_NODELAY = 1;
    internal const int SOL_SOCKET = 1;
    internal const int SO_RCVTIMEO = 20;
    internal const int MSG_NOSIGNAL = 0x4000;
    internal const int SHUT_RDWR = 2;
    internal const int EINTR = 4;
    internal const int EAGAIN = 11;
    internal const short POLLOUT = 4;

    private static int s_isBound;

    /// <summary>
    /// Whether this is a system whose constants and layouts are those above. A compiler that knows the system knows the answer, and leaves out
    /// whatever serves other systems: a native function starts the faster the fewer types it has.
    /// </summary>
    internal static bool IsKnown => OperatingSystem.IsLinux() && (X86Base.X64.IsSupported || ArmBase.Arm64.IsSupported);

    /// <summary>
    /// Finds the C library where it is, in the process already. Looking for it by name would try some hundred files before the right one,
    /// which is called <c>libc.so.6</c> here and something else there. A native program is linked with it.
    /// </summary>
    internal static void Bind()
    {
        if (RuntimeFeature.IsDynamicCodeSupported && Interlocked.Exchange(ref s_isBound, 1) == 0)
        {
            NativeLibrary.SetDllImportResolver(typeof(LibC).Assembly, static (name, _, _) => name == Name ? NativeLibrary.GetMainProgramHandle() : 0);
        }
    }

    [DllImport(Name)]
    internal static extern int socket(int domain, int type, int protocol);

    [DllImport(Name)]
    internal static extern int connect(int socket, byte* address, int length);

    [DllImport(Name)]
    internal static extern nint send(int socket, byte* bytes, nint length, int flags);

    [DllImport(Name)]
    internal static extern nint recv(int socket, byte* bytes, nint length, int flags);

    [DllImport(Name)]
    internal static extern int setsockopt(int socket, int level, int name, void* value, int length);

    [DllImport(Name)]
    internal static extern int shutdown(int socket, int how);

    [DllImport(Name)]
    internal static extern int close(int descriptor);

    [DllImport(Name)]
    internal static extern nint write(int descriptor, byte* bytes, nint length);

    [DllImport(Name)]
    internal static extern int poll(PollDescriptor* descriptors, nint count, int milliseconds);

    [DllImport(Name)]
    internal static extern int getaddrinfo(byte* node, byte* service, AddressInfo* hints, AddressInfo** result);

    [DllImport(Name)]
    internal static extern void freeaddrinfo(AddressInfo* result);

    [DllImport(Name)]
    internal static extern byte* gai_strerror(int code);

    /// <summary><c>struct pollfd</c>.</summary>
    internal struct PollDescriptor
    {
        internal int Descriptor;
        internal short Events;
        internal short Returned;
    }

    /// <summary><c>struct addrinfo</c>.</summary>
    internal struct AddressInfo
    {
        internal int Flags;
        internal int Family;
        internal int SocketType;
        internal int Protocol;
        internal int AddressLength;
        internal byte* Address;
        internal byte* CanonicalName;
        internal AddressInfo* Next;
    }
}
