using System.Runtime.InteropServices;

namespace Serverless.Invocations;

internal static class EventStream
{
    /// <summary>A read-only stream over the received bytes themselves; disposing it is what ends the loan.</summary>
    internal static MemoryStream Over(ReadOnlyMemory<byte> body)
    {
        MemoryMarshal.TryGetArray(body, out var bytes);
        return new MemoryStream(bytes.Array!, bytes.Offset, bytes.Count, writable: false, publiclyVisible: false);
    }
}
