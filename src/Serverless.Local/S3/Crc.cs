using System.Buffers.Binary;
using System.Numerics;

namespace Serverless.Local.S3;

/// <summary>The three cyclic checksums of S3, each a running value over reflected bits.</summary>
internal abstract class Crc
{
    private ulong _state = ulong.MaxValue;

    /// <summary>Bytes of the result.</summary>
    protected abstract int Width { get; }

    /// <summary>CRC-32 of ISO 3309, polynomial 0x04C11DB7.</summary>
    public static Crc Crc32() => new Table(Tables.Crc32, 4);

    /// <summary>CRC-32C (Castagnoli), which processors have an instruction for.</summary>
    public static Crc Crc32C() => new Castagnoli();

    /// <summary>CRC-64/NVME, polynomial 0xAD93D23594C93659.</summary>
    public static Crc Crc64Nvme() => new Table(Tables.Crc64Nvme, 8);

    /// <summary>Takes more bytes in.</summary>
    public void Append(ReadOnlySpan<byte> bytes) => _state = Next(_state, bytes);

    /// <summary>The checksum of all bytes so far, big-endian as S3 encodes it.</summary>
    public byte[] Finish()
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, ~_state);
        return bytes[(8 - Width)..].ToArray();
    }

    /// <summary>The state after more bytes.</summary>
    protected abstract ulong Next(ulong state, ReadOnlySpan<byte> bytes);

    private sealed class Castagnoli : Crc
    {
        protected override int Width => 4;

        protected override ulong Next(ulong state, ReadOnlySpan<byte> bytes)
        {
            var crc = (uint)state;
            for (; bytes.Length >= 8; bytes = bytes[8..])
            {
                crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            }

            foreach (var value in bytes)
            {
                crc = BitOperations.Crc32C(crc, value);
            }

            return crc | 0xFFFFFFFF_00000000;
        }
    }

    // Eight bytes at a time through eight tables ("slicing by 8").
    private sealed class Table(ulong[] table, int width) : Crc
    {
        protected override int Width => width;

        protected override ulong Next(ulong state, ReadOnlySpan<byte> bytes)
        {
            var crc = width == 4 ? (uint)state : state;
            for (; bytes.Length >= 8; bytes = bytes[8..])
            {
                var word = BinaryPrimitives.ReadUInt64LittleEndian(bytes) ^ crc;
                crc = 0;
                for (var i = 0; i < 8; i++)
                {
                    crc ^= table[((7 - i) * 256) + (int)((word >> (8 * i)) & 0xFF)];
                }
            }

            foreach (var value in bytes)
            {
                crc = table[(byte)crc ^ value] ^ (crc >> 8);
            }

            return width == 4 ? crc | 0xFFFFFFFF_00000000 : crc;
        }
    }

    private static class Tables
    {
        public static readonly ulong[] Crc32 = Build(0xEDB88320);
        public static readonly ulong[] Crc64Nvme = Build(0x9A6C9329AC4BC9B5);

        private static ulong[] Build(ulong polynomial)
        {
            var table = new ulong[8 * 256];
            for (var i = 0; i < 256; i++)
            {
                var crc = (ulong)i;
                for (var bit = 0; bit < 8; bit++)
                {
                    crc = (crc & 1) != 0 ? (crc >> 1) ^ polynomial : crc >> 1;
                }

                table[i] = crc;
            }

            for (var i = 256; i < table.Length; i++)
            {
                table[i] = (table[i - 256] >> 8) ^ table[(byte)table[i - 256]];
            }

            return table;
        }
    }
}
