using System.Text.Json;
using Serverless.Diagnostics;
using Serverless.Text;

namespace Serverless.Tool.Cloud;

/// <summary>Complaints of another process of this tool, to be told as if they were this one's.</summary>
internal static class PassedOn
{
    /// <summary>Reads what <see cref="DiagnosticJson"/> wrote; null when it is something else.</summary>
    public static IReadOnlyList<Diagnostic>? TryRead(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            return json.RootElement is { ValueKind: JsonValueKind.Array } array && array.GetArrayLength() > 0 ? [.. array.EnumerateArray().Select(Read)] : null;
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }

    private static Diagnostic Read(JsonElement complaint)
    {
        var message = complaint.GetProperty("message").GetString()!;
        return new DiagnosticDescriptor(complaint.GetProperty("code").GetString()!, Severity.Error, message).At(
            complaint.GetProperty("file").GetString() is { } file ? SourceSpan.File(file) : SourceSpan.None,
            message,
            complaint.GetProperty("help").GetString());
    }
}
