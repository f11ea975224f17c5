using System.Collections.Immutable;
using Serverless.Templates;

namespace Serverless.Stacks;

/// <summary>
/// Takes secret parameter values out of texts that come back from CloudFormation, whose reasons quote what they refuse.
/// Secret is what the template marks <c>NoEcho</c> and what came from a secret place.
/// </summary>
internal sealed class SecretMask
{
    private const string Shown = "****";

    private readonly ImmutableArray<string> _secrets;

    private SecretMask(IEnumerable<string> secrets) => _secrets = [.. secrets.Distinct().OrderByDescending(secret => secret.Length)];

    public static SecretMask None { get; } = new([]);

    public static SecretMask Of(StackTarget target, Template? template) => new(
        from parameter in target.Parameters
        where !string.IsNullOrWhiteSpace(parameter.Value) && (parameter.IsSecret || IsNoEcho(template, parameter.Name))
        select parameter.Value);

    public string Apply(string text) => _secrets.Aggregate(text, Hide);

    public string? ApplyOptional(string? text) => text is null ? null : Apply(text);

    private static bool IsNoEcho(Template? template, string parameter) =>
        template?.Parameters?[parameter].AsMap()?["NoEcho"] is ScalarValue noEcho && noEcho.Text.Equals("true", StringComparison.OrdinalIgnoreCase);

    // A short secret stands alone or not at all: hiding every "a" of a sentence would say more than it hides.
    private static string Hide(string text, string secret)
    {
        if (secret.Length > 3)
        {
            return text.Replace(secret, Shown, StringComparison.Ordinal);
        }

        for (var at = text.IndexOf(secret, StringComparison.Ordinal); at >= 0; at = text.IndexOf(secret, at, StringComparison.Ordinal))
        {
            var end = at + secret.Length;
            var alone = (at == 0 || !char.IsLetterOrDigit(text[at - 1])) && (end == text.Length || !char.IsLetterOrDigit(text[end]));
            text = alone ? string.Concat(text.AsSpan(0, at), Shown, text.AsSpan(end)) : text;
            at += alone ? Shown.Length : 1;
        }

        return text;
    }
}
