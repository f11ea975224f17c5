namespace Serverless.Templates.Evaluation;

/// <summary>A value that the caller gives for a parameter.</summary>
/// <param name="Name">The parameter's name.</param>
/// <param name="Value">The text; null together with <paramref name="UsePreviousValue"/>.</param>
/// <param name="UsePreviousValue">True to keep what the stack has.</param>
public sealed record SuppliedParameter(string Name, string? Value, bool UsePreviousValue = false);

/// <summary>A parameter with the value that it has for one deployment.</summary>
/// <param name="Name">The parameter's name.</param>
/// <param name="Type">Its declared type, such as <c>String</c> or <c>CommaDelimitedList</c>.</param>
/// <param name="Text">The value as CloudFormation keeps it: one text, lists with commas.</param>
/// <param name="IsNoEcho">True when the value must never be shown.</param>
public sealed record ParameterValue(string Name, string Type, string Text, bool IsNoEcho)
{
    /// <summary>What CloudFormation shows instead of a value that must not be shown.</summary>
    public const string Mask = "****";

    /// <summary>The text, masked when it must not be shown.</summary>
    public string Shown => IsNoEcho ? Mask : Text;

    /// <summary>True for the types whose value is a list.</summary>
    public bool IsList => Type == "CommaDelimitedList" || Type.StartsWith("List<", StringComparison.Ordinal);

    /// <summary>What <c>Ref</c> answers: a string, or a list of trimmed strings.</summary>
    public TemplateValue Value => IsList
        ? new ListValue(Text.Length == 0 ? [] : Text.Split(',').Select(item => (TemplateValue)item.Trim()))
        : Text;
}
