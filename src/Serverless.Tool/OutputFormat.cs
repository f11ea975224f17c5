using System.CommandLine;

namespace Serverless.Tool;

/// <summary>How a verb answers.</summary>
public enum OutputFormat
{
    /// <summary>For people.</summary>
    Text,

    /// <summary>One JSON document on standard output, and nothing else there.</summary>
    Json,
}

internal static class OutputOption
{
    public static Option<OutputFormat> Create() => new("--output") { Description = "Text for people, or one JSON document on standard output.", DefaultValueFactory = _ => OutputFormat.Text };
}
