using Serverless.Diagnostics;
using Serverless.Text;

namespace Serverless.Tasks;

/// <summary>Reads MSBuild properties that take one of a few words.</summary>
public static class PropertyValue
{
    /// <summary>A property has a value that it does not know.</summary>
    public static readonly DiagnosticDescriptor Unknown = new("SLS0503", Severity.Error, "Property has an unknown value");

    /// <summary>The choice that a property's text stands for, ignoring case and underscores.</summary>
    /// <param name="property">The property's name, for the complaint.</param>
    /// <param name="text">Its text.</param>
    /// <param name="fallback">The answer for an empty text.</param>
    /// <exception cref="DiagnosticException">The text is none of the choices.</exception>
    public static T Choose<T>(string property, string text, T fallback)
        where T : struct, Enum
    {
        var word = text.Trim().Replace("_", "", StringComparison.Ordinal);
        if (word.Length == 0)
        {
            return fallback;
        }

        return Enum.GetNames<T>().FirstOrDefault(name => string.Equals(name, word, StringComparison.OrdinalIgnoreCase)) is { } known
            ? Enum.Parse<T>(known)
            : throw new DiagnosticException(Unknown.At(
                SourceSpan.None,
                $"'{text}' is not a value of {property}, which is one of {string.Join(", ", Enum.GetNames<T>())}.",
                DidYouMean.Ask(word, Enum.GetNames<T>())));
    }
}
