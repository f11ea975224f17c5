namespace Serverless.Messages;

/// <summary>Reads plain decimal numbers without waking up cultures and their number formats.</summary>
internal static class Digits
{
    /// <summary>Reads one to nine digits and nothing else.</summary>
    internal static bool TryRead(ReadOnlySpan<char> text, out int number)
    {
        number = 0;
        foreach (var character in text)
        {
            if (character is < '0' or > '9')
            {
                return false;
            }

            number = (number * 10) + (character - '0');
        }

        return text.Length is > 0 and <= 9;
    }

    /// <summary>Reads one to eighteen digits and nothing else.</summary>
    internal static bool TryRead(ReadOnlySpan<byte> text, out long number)
    {
        number = 0;
        foreach (var character in text)
        {
            if (character is < (byte)'0' or > (byte)'9')
            {
                return false;
            }

            number = (number * 10) + (character - '0');
        }

        return text.Length is > 0 and <= 18;
    }
}
