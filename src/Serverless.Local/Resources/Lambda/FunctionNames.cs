namespace Serverless.Local.Resources.Lambda;

/// <summary>A function as callers name it: by name, partial ARN or ARN, with or without a qualifier.</summary>
/// <param name="Name">The name alone.</param>
/// <param name="Qualifier">Version or alias; null when none is named.</param>
internal sealed record FunctionReference(string Name, string? Qualifier)
{
    /// <summary>Reads <c>name</c>, <c>name:qualifier</c>, <c>account:function:name</c> and <c>arn:…:function:name:qualifier</c>.</summary>
    public static FunctionReference Parse(string text)
    {
        var parts = text.Split(':');
        var at = Array.IndexOf(parts, "function");
        var rest = at >= 0 ? parts[(at + 1)..] : parts;
        return new(rest.Length > 0 ? rest[0] : "", rest.Length > 1 && rest[1].Length > 0 ? rest[1] : null);
    }
}
