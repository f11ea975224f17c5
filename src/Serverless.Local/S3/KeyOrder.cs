namespace Serverless.Local.S3;

/// <summary>The order of S3's listings: by the bytes of UTF-8, which is by code point (UTF-16 alone would misplace what lies outside its first plane).</summary>
internal sealed class KeyOrder : IComparer<string>
{
    /// <summary>The one instance; it has no state.</summary>
    public static KeyOrder Instance { get; } = new();

    /// <inheritdoc/>
    public int Compare(string? x, string? y)
    {
        if (x is null || y is null)
        {
            return string.CompareOrdinal(x, y);
        }

        var length = Math.Min(x.Length, y.Length);
        for (var i = 0; i < length; i++)
        {
            if (x[i] != y[i])
            {
                return char.IsSurrogate(x[i]) == char.IsSurrogate(y[i]) ? x[i] - y[i] : char.IsSurrogate(x[i]) ? 1 : -1;
            }
        }

        return x.Length - y.Length;
    }
}
