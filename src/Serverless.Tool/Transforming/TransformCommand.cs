using System.CommandLine;

namespace Serverless.Tool.Transforming;

/// <summary><c>transform</c>: shows what CloudFormation gets of a template.</summary>
internal static class TransformCommand
{
    /// <summary>The verb's name.</summary>
    public const string Name = "transform";

    public static Command Create()
    {
        var template = new Option<string>("--template", "-t") { Description = "The template's file.", Required = true };
        var parameters = ParameterOverrides.Create();
        var region = new Option<string>("--region") { Description = "The region that the stack is for. Otherwise AWS_REGION, AWS_DEFAULT_REGION or us-east-1." };
        var format = new Option<TemplateFormat?>("--format") { Description = "json or yaml. Otherwise that of the output file's name, or of the template." };
        var output = new Option<string>("--output-template") { Description = "The file to write instead of standard output." };
        var command = new Command(Name, "Writes the template that CloudFormation gets: includes, loops and SAM expanded. Nothing is sent anywhere. Example: dotnet serverless transform --template template.yaml")
        {
            template, parameters, region, format, output,
        };
        command.SetAction(parsed => CommandLine.Guard(
            OutputFormat.Text,
            () => TransformJob.Run(
                new(Path.GetFullPath(parsed.GetValue(template)!), parsed.GetValue(region) ?? DefaultRegion())
                {
                    Parameters = ParameterOverrides.Read(parsed.GetValue(parameters)),
                    Format = parsed.GetValue(format),
                    OutputPath = parsed.GetValue(output) is { } path ? Path.GetFullPath(path) : null,
                },
                CancellationToken.None)));
        return command;
    }

    private static string DefaultRegion() =>
        Environment.GetEnvironmentVariable("AWS_REGION") is { Length: > 0 } region ? region
        : Environment.GetEnvironmentVariable("AWS_DEFAULT_REGION") is { Length: > 0 } other ? other
        : "us-east-1";
}
