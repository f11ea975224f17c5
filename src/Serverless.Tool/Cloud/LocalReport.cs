using System.Text.Json;
using System.Text.Json.Serialization;
using Serverless.Local;

namespace Serverless.Tool.Cloud;

/// <summary>Where a local cloud is and what it runs.</summary>
/// <param name="Running">False when there is none; then everything else is null.</param>
/// <param name="Url">The endpoint for AWS clients.</param>
/// <param name="Started">True when this very command started it.</param>
/// <param name="Log">The file that has its output.</param>
/// <param name="Status">What it says of itself.</param>
internal sealed record LocalAnswer(bool Running, string? Url = null, bool Started = false, string? Log = null, LocalCloudStatus? Status = null);

/// <summary>The answers of the <c>local</c> verbs.</summary>
internal static class LocalReport
{
    public static void Write(LocalAnswer answer, OutputFormat format)
    {
        if (format == OutputFormat.Json)
        {
            Console.WriteLine(JsonSerializer.Serialize(answer, LocalJson.Default.LocalAnswer));
            return;
        }

        Console.WriteLine(answer switch
        {
            { Running: false } => "The local cloud is not running.",
            { Started: true } => $"The local cloud has been started at {answer.Url}",
            _ => $"The local cloud is running at {answer.Url}",
        });
        foreach (var line in Details(answer))
        {
            Console.WriteLine($"  {line}");
        }
    }

    public static void WriteStopped(bool wasRunning, OutputFormat format) =>
        Console.WriteLine(
            format == OutputFormat.Json ? (wasRunning ? """{"stopped":true}""" : """{"stopped":false}""")
            : wasRunning ? "The local cloud has been stopped." : "The local cloud was not running.");

    private static IEnumerable<string> Details(LocalAnswer answer) =>
    [
        .. (answer.Status?.Stacks ?? []).Select(stack => $"stack {stack.Name}: {string.Join(", ", [stack.Status, .. stack.Outputs.Select(output => $"{output.Key} {output.Value}")])}"),
        .. (answer.Status?.Functions ?? []).Select(function => $"function {function.Name} ({function.Stack}/{function.LogicalId})"),
        .. (answer.Status?.Apis ?? []).Select(api => $"api {api.Name}: {api.Url}"),
        .. answer.Log is { } log ? (string[])[$"log {log}"] : [],
    ];
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(LocalAnswer))]
internal sealed partial class LocalJson : JsonSerializerContext;
