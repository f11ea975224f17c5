using Serverless.Artifacts.Sizes;
using Serverless.Diagnostics;
using Serverless.Text;

namespace Serverless.Tasks;

/// <summary>Reads the properties about sizes.</summary>
internal static class SizeProperties
{
    /// <summary>The budget of <c>ServerlessSizeBudget</c>; null when it is empty.</summary>
    /// <exception cref="DiagnosticException">The text is no budget.</exception>
    public static SizeBudget? ReadBudget(string text) => text.Trim().Length == 0 ? null : SizeBudget.Read(text) ?? throw new DiagnosticException(
        PropertyValue.Unknown.At(SourceSpan.None, $"'{text}' is not a value of ServerlessSizeBudget.", SizeBudget.HowToWrite));
}
