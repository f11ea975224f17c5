using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Numerics;

namespace Serverless.Templates.Evaluation;

/// <summary>The address arithmetic of <c>Fn::Cidr</c>.</summary>
internal static class CidrBlocks
{
    /// <summary>Splits an address block into blocks of <c>2^bits</c> addresses. No bits given means 8.</summary>
    /// <returns>False when the arguments are no numbers or the block is too small.</returns>
    public static bool TrySplit(string block, string countText, string bitsText, [NotNullWhen(true)] out IReadOnlyList<string>? blocks)
    {
        blocks = null;
        var bits = 8;
        if (!IPNetwork.TryParse(block, out var network)
            || !int.TryParse(countText, CultureInfo.InvariantCulture, out var count) || count is < 1 or > 256
            || (bitsText.Length > 0 && !int.TryParse(bitsText, CultureInfo.InvariantCulture, out bits)))
        {
            return false;
        }

        var bytes = network.BaseAddress.GetAddressBytes();
        var width = bytes.Length * 8;
        if (bits < 1 || bits > width - network.PrefixLength || (BigInteger.One << (width - network.PrefixLength - bits)) < count)
        {
            return false;
        }

        var first = new BigInteger(bytes, isUnsigned: true, isBigEndian: true);
        blocks = [.. Enumerable.Range(0, count).Select(index => $"{Address(first + (new BigInteger(index) << bits), bytes.Length)}/{width - bits}")];
        return true;
    }

    private static IPAddress Address(BigInteger number, int length)
    {
        var digits = number.ToByteArray(isUnsigned: true, isBigEndian: true);
        var bytes = new byte[length];
        digits.CopyTo(bytes, length - digits.Length);
        return new(bytes);
    }
}
