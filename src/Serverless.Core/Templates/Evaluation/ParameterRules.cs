using System.Globalization;
using System.Text.RegularExpressions;

namespace Serverless.Templates.Evaluation;

/// <summary>A rule of a parameter's declaration that a value breaks.</summary>
/// <param name="Name">The attribute that states it: <c>Type</c>, <c>MinValue</c>, <c>MaxValue</c>, <c>AllowedValues</c>, <c>MinLength</c>, <c>MaxLength</c> or <c>AllowedPattern</c>.</param>
/// <param name="Requirement">What the value must do, as CloudFormation says it: "be a number".</param>
public sealed record BrokenRule(string Name, string Requirement);

/// <summary>What a parameter's declaration demands of its values.</summary>
public static class ParameterRules
{
    /// <summary>The rules that a value breaks.</summary>
    /// <param name="declaration">The parameter in the template.</param>
    /// <param name="type">Its type.</param>
    /// <param name="text">The value; the items of a list are separated by commas.</param>
    public static IEnumerable<BrokenRule> FindBroken(MapValue declaration, string type, string text)
    {
        var isList = new ParameterValue("", type, text, false).IsList;
        string[] items = isList ? [.. text.Split(',', StringSplitOptions.TrimEntries)] : [text];

        if (type.Contains("Number", StringComparison.Ordinal))
        {
            foreach (var item in items)
            {
                if (!TryNumber(item, out var number))
                {
                    yield return new("Type", "be a number");
                }
                else if (Limit(declaration, "MinValue") is { } least && number < least)
                {
                    yield return new("MinValue", $"be a number not less than {least}");
                }
                else if (Limit(declaration, "MaxValue") is { } most && number > most)
                {
                    yield return new("MaxValue", $"be a number not greater than {most}");
                }
            }
        }

        if (declaration["AllowedValues"] is ListValue allowed)
        {
            var choices = allowed.OfType<ScalarValue>().Select(choice => choice.Text).ToHashSet();
            if (!items.All(choices.Contains))
            {
                yield return new("AllowedValues", "be one of AllowedValues");
            }
        }

        if (Limit(declaration, "MinLength") is { } shortest && text.Length < shortest)
        {
            yield return new("MinLength", $"contain at least {shortest} characters");
        }

        if (Limit(declaration, "MaxLength") is { } longest && text.Length > longest)
        {
            yield return new("MaxLength", $"contain at most {longest} characters");
        }

        if (declaration["AllowedPattern"].AsString() is { } pattern && !items.All(item => Matches(pattern, item)))
        {
            yield return new("AllowedPattern", $"match pattern {pattern}");
        }
    }

    private static bool TryNumber(string text, out double number) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);

    private static double? Limit(MapValue declaration, string name) =>
        declaration[name] is ScalarValue scalar && TryNumber(scalar.Text, out var number) ? number : null;

    // CloudFormation's patterns are Java's and match the whole value; a pattern that .NET cannot read refuses nothing.
    private static bool Matches(string pattern, string text)
    {
        try
        {
            return Regex.IsMatch(text, $"^(?:{pattern})\\z", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
        }
        catch (ArgumentException)
        {
            return true;
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }
}
