using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using Serverless.Compilation;

namespace Serverless.Tool.Transforming;

/// <summary><c>transform</c>: shows what CloudFormation gets of a template.</summary>
internal static class TransformCommand
{
    /// <summary>The verb's name.</summary>
    public const string Name = "transform";

    public static Command Create()
    {
        var template = new Option<string>("--template", "-t") { Description = "The template's file.", Required = true };
        var parameters = new Option<string[]>("--parameter-overrides") { Description = "Values for the template's parameters: Name=Value, separated by blanks.", AllowMultipleArgumentsPerToken = true };
        var region = new Option<string>("--region") { Description = "The region that the stack is for. Otherwise AWS_REGION, AWS_DEFAULT_REGION or us-east-1." };
        var format = new Option<TemplateFormat?>("--format") { Description = "json or yaml. Otherwise that of the output file's name, or of the template." };
        var output = new Option<string>("--output-template") { Description = "The file to write instead of standard output." };
        parameters.Validators.Add(CheckParameters);
        var command = new Command(Name, "Writes the template that CloudFormation gets: includes, loops and SAM expanded. Nothing is sent anywhere. Example: dotnet serverless transform --template template.yaml")
        {
            template, parameters, region, format, output,
        };
        command.SetAction(parsed => CommandLine.Guard(
            OutputFormat.Text,
            () => TransformJob.Run(
                new(Path.GetFullPath(parsed.GetValue(template)!), parsed.GetValue(region) ?? DefaultRegion())
                {
                    Parameters = [.. (parsed.GetValue(parameters) ?? []).Select(Parameter)],
                    Format = parsed.GetValue(format),
                    OutputPath = parsed.GetValue(output) is { } path ? Path.GetFullPath(path) : null,
                },
                CancellationToken.None)));
        return command;
    }

    private static void CheckParameters(OptionResult result)
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

    private static string DefaultRegion() =>
        Environment.GetEnvironmentVariable("AWS_REGION") is { Length: > 0 } region ? region
        : Environment.GetEnvironmentVariable("AWS_DEFAULT_REGION") is { Length: > 0 } other ? other
        : "us-east-1";
}
