using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Serverless.Local.Functions;

/// <summary>Tells from a program's first bytes whether this machine can run it. Scripts and unknown formats are left to the system's own judgement.</summary>
internal static class ProgramFormat
{
    /// <summary>The rest of a sentence that starts with the program's name, or null when it can run here.</summary>
    public static string? Complaint(string path)
    {
        Span<byte> head = stackalloc byte[20];
        using (var file = File.OpenRead(path))
        {
            head = head[..file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
        }

        return Complaint(head, RuntimeInformation.OSArchitecture, Here());
    }

    /// <summary>The same, for a machine that is given.</summary>
    public static string? Complaint(ReadOnlySpan<byte> head, Architecture machine, string system) => Format(head) switch
    {
        ("Linux", _) when system != "Linux" => $"is a Linux program, and this machine runs {system}.",
        ("Linux", { } architecture) when architecture != machine => $"is a Linux program for {Name(architecture)}, and this machine is {Name(machine)}.",
        (null or "Linux", _) => null,
        var (other, _) => other == system ? null : $"is a {other} program, and this machine runs {system}.",
    };

    // ELF: e_machine is the 16-bit word at offset 18 (System V ABI, "ELF header").
    private static (string? System, Architecture? Architecture) Format(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith("\u007fELF"u8) && head.Length >= 20)
        {
            return ("Linux", BinaryPrimitives.ReadUInt16LittleEndian(head[18..]) switch
            {
                0x3e => Architecture.X64,
                0xb7 => Architecture.Arm64,
                0x28 => Architecture.Arm,
                0x03 => Architecture.X86,
                _ => null,
            });
        }

        return head.StartsWith("MZ"u8) ? ("Windows", null)
            : head.Length >= 4 && BinaryPrimitives.ReadUInt32LittleEndian(head) is 0xfeedfacf or 0xbebafeca ? ("macOS", null)
            : (null, null);
    }

    private static string Name(Architecture architecture) => architecture switch
    {
        Architecture.X64 => "x86_64",
        Architecture.Arm64 => "arm64",
        var other => other.ToString(),
    };

    private static string Here() => OperatingSystem.IsWindows() ? "Windows" : OperatingSystem.IsMacOS() ? "macOS" : "Linux";
}
