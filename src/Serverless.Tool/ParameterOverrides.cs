using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using Serverless.Compilation;

namespace Serverless.Tool;

/// <summary>The option with values for a template's parameters, as SAM users know it.</summary>
internal static class ParameterOverrides
{
    public static Option<string[]> Create()
    {
        var option = new Option<string[]>("--parameter-overrides") { Description = "Values for the template's parameters: Name=Value, separated by blanks.", AllowMultipleArgumentsPerToken = true };
        option.Validators.Add(Check);
        return option;
    }

    /// <summary>The parameters of the option's values.</summary>
    public static ImmutableArray<GivenParameter> Read(string[]? values) => [.. (values ?? []).Select(Parameter)];

    private static void Check(OptionResult result)
    {
        if (result.Tokens.FirstOrDefault(token => token.Value.IndexOf('=', StringComparison.Ordinal) <= 0) is { } wrong)
        {
            result.AddError($"--parameter-overrides takes Name=Value, not '{wrong.Value}'.");
        }
    }

    private static GivenParameter Parameter(string text)
    {
        var at = text.IndexOf('=', StringComparison.Ordinal);
        return new(text[..at], text[(at + 1)..]);
    }
}
