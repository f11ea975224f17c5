namespace Serverless.Tasks;

/// <summary>
/// Text as MSBuild stores it: the characters that mean something to it are written as <c>%XX</c>
/// (https://learn.microsoft.com/visualstudio/msbuild/msbuild-special-characters). What a task hands over is read as such.
/// </summary>
internal static class EscapedText
{
    private const string Special = "%*?@$();'";

    /// <summary>The text with every special character escaped.</summary>
    public static string Of(string text) =>
        string.Concat(text.Select(letter => Special.Contains(letter, StringComparison.Ordinal) ? $"%{(int)letter:X2}" : letter.ToString()));
}
