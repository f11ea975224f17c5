using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

// Calls with plain arguments only, which ReadyToRun can compile ahead; anything to marshal would have to be compiled at each start.
[assembly: DisableRuntimeMarshalling]
[assembly: DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]

namespace Serverless.Http;

/// <summary>The C library's sockets as 64-bit Linux has them, on x64 and arm64 alike.</summary>
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

    private static int s_isBound;

    /// <summary>
    /// Finds the C library where it is, in the process already. Looking for it by name would try some hundred files before the right one,
    /// which is called <c>libc.so.6</c> here and something else there.
    /// </summary>
    internal static void Bind()
    {
        if (Interlocked.Exchange(ref s_isBound, 1) == 0)
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
    internal static extern int close(int socket);
}
