namespace Serverless.Sam.Python27;

/// <summary>The hash of a unicode string in Python 2.7 on a 64-bit machine.</summary>
internal static class Python27Hash
{
    public static ulong Of(string text)
    {
        ulong hash = 0;
        ulong length = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            hash = length == 0 ? (ulong)rune.Value << 7 : hash;
            hash = unchecked(hash * 1000003) ^ (ulong)rune.Value;
            length++;
        }

        return hash ^ length;
    }
}
