using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Serverless.Native;

/// <summary>What a process writes to: its standard output and error, and descriptors that it inherits.</summary>
internal static class ProcessStreams
{
    private const int StandardOutput = 1;
    private const int StandardError = 2;

    internal static Stream OpenOutput() => LibC.IsKnown ? new DescriptorStream(StandardOutput) : Console.OpenStandardOutput();

    /// <summary>Opens an inherited descriptor for writing; null when it is known already that there is none. The descriptor is never closed.</summary>
    internal static Stream? OpenInherited(int descriptor)
    {
        if (LibC.IsKnown)
        {
            return new DescriptorStream(descriptor);
        }

        try
        {
            return new FileStream(new SafeFileHandle(descriptor, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Writes a line to standard error; nothing happens when nobody reads it.</summary>
    internal static void WriteError(string line)
    {
        try
        {
            using var error = LibC.IsKnown ? new DescriptorStream(StandardError) : Console.OpenStandardError();
            error.Write(Encoding.UTF8.GetBytes(line + Environment.NewLine));
        }
        catch (IOException)
        {
            // There is nobody to tell.
        }
    }
}
