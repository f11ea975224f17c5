using System.Security.Cryptography;
using System.Text;
using Serverless.Sam.Python;
using Serverless.Templates;

namespace Serverless.Sam.Resources;

/// <summary>Logical ids that end in the first ten hexadecimal digits of a SHA-1. The service fixed the recipe; nothing secret depends on it.</summary>
internal static class HashedId
{
    private const int Length = 10;

    /// <summary>The prefix and the digits; the prefix alone when the data is missing or falsy.</summary>
    public static string Of(string prefix, TemplateValue? data) => data.IsTruthy() ? prefix + Digits(TextOf(data)) : prefix;

    /// <summary>The digits of a text; none for the empty one.</summary>
    public static string Digits(string text) => Digits(text, Length);

    /// <summary>The first digits of a text, forty at most; none for the empty one.</summary>
    public static string Digits(string text, int count)
    {
        if (text.Length == 0)
        {
            return "";
        }

#pragma warning disable CA5350 // The ids must equal those of stacks that are deployed already.
        var hash = SHA1.HashData(Encoding.UTF8.GetBytes(text));
#pragma warning restore CA5350
        return Convert.ToHexStringLower(hash, 0, count / 2);
    }

    /// <summary>The digits of a hash that is given; it is cut to the usual length.</summary>
    public static string Given(string hash) => hash.Length > Length ? hash[..Length] : hash;

    private static string TextOf(TemplateValue data) => data is StringValue text ? text.Value : PythonJson.Canonical(data);
}
