using System.Security.Cryptography;

namespace Serverless.Local.Resources;

/// <summary>Random parts of physical ids, in the alphabets that AWS uses.</summary>
internal static class PhysicalIds
{
    /// <summary>The letters and digits of generated names.</summary>
    public const string UpperCase = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

    /// <summary>The letters and digits of API ids.</summary>
    public const string LowerCase = "abcdefghijklmnopqrstuvwxyz0123456789";

    /// <summary>A random text.</summary>
    public static string Random(int length, string alphabet) => RandomNumberGenerator.GetString(alphabet, length);

    /// <summary>The id of an API: ten lower-case letters and digits, a letter first.</summary>
    public static string Api() => Random(1, LowerCase[..26]) + Random(9, LowerCase);
}
