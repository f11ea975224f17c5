using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Serverless.Artifacts.Sizes;
using Serverless.Diagnostics;

namespace Serverless.Tool.Building;

/// <summary>The result of <c>build</c> and <c>package</c>.</summary>
/// <param name="Request">What was asked for.</param>
/// <param name="Built">What was made.</param>
/// <param name="State">How it went.</param>
/// <param name="Duration">How long it took.</param>
internal sealed record BuildReport(BuildRequest Request, BuiltProject Built, BuildState State, TimeSpan Duration)
{
    private const int HashLength = 12;

    private static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The last line of a build that failed.</summary>
    public string Failure => $"{(Request.Target == BuildRequest.Package ? "Package" : "Build")} failed: {Counts()} ({BuildNews.Duration(Duration)})";

    /// <summary>Lines for people about a build that succeeded.</summary>
    public IEnumerable<string> Lines()
    {
        var warnings = State.Count(Severity.Warning) > 0 ? $", {Counts()}" : "";
        yield return $"{Request.ProjectName} -> {Result()}{warnings} ({BuildNews.Duration(Duration)})";
        foreach (var artifact in Built.Artifacts)
        {
            yield return $"  {Line(artifact)}";
        }

        if (Built.ManifestPath is { } manifest)
        {
            yield return $"  manifest {manifest}";
        }
    }

    /// <summary>One JSON document; docs/tool.md describes it, and members are only ever added.</summary>
    public string Json()
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, Options))
        {
            Write(json);
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    private void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("project", Request.ProjectPath);
        json.WriteString("target", Request.Target);
        json.WriteBoolean("succeeded", Built.Succeeded);
        json.WriteNumber("seconds", Math.Round(Duration.TotalSeconds, 3));
        if (Request.Target == BuildRequest.Package)
        {
            json.WriteString("manifest", Built.ManifestPath);
            json.WriteStartArray("artifacts");
            foreach (var artifact in Built.Artifacts)
            {
                Write(json, artifact);
            }

            json.WriteEndArray();
        }

        json.WritePropertyName("diagnostics");
        DiagnosticJson.Write(json, State.Complaints);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, BuiltArtifact artifact)
    {
        json.WriteStartObject();
        json.WriteString("path", artifact.Path);
        json.WriteStartArray("logicalIds");
        foreach (var logicalId in artifact.LogicalIds)
        {
            json.WriteStringValue(logicalId);
        }

        json.WriteEndArray();
        foreach (var (member, metadata) in (ReadOnlySpan<(string, string)>)[("projectPath", "ProjectPath"), ("runtimeIdentifier", "RuntimeIdentifier"), ("configuration", "Configuration"), ("contentHash", "ContentHash"), ("sha256", "Sha256")])
        {
            json.WriteString(member, artifact[metadata] is { Length: > 0 } text ? text : null);
        }

        json.WriteNumber("size", artifact.Size);
        json.WriteBoolean("written", artifact.WasWritten);
        json.WriteEndObject();
    }

    private string Result()
    {
        if (Request.Target == BuildRequest.Build)
        {
            return "built";
        }

        var written = Built.Artifacts.Count(artifact => artifact.WasWritten);
        return $"{Number(Built.Artifacts.Length, "artifact")}, {(written == 0 ? "unchanged" : $"{written} written")}";
    }

    private static string Line(BuiltArtifact artifact)
    {
        var users = artifact.LogicalIds is { Length: > 0 } ids ? string.Join(", ", ids) : Path.GetFileName(artifact.Path);
        var hash = artifact["ContentHash"];
        return $"{users}: {ByteSize.Show(artifact.Size)}, {hash[..Math.Min(hash.Length, HashLength)]}, {(artifact.WasWritten ? "written" : "unchanged")}";
    }

    private string Counts()
    {
        var (errors, warnings) = (State.Count(Severity.Error), State.Count(Severity.Warning));
        return string.Join(", ", ((string[])[errors > 0 || warnings == 0 ? Number(errors, "error") : "", warnings > 0 ? Number(warnings, "warning") : ""]).Where(text => text.Length > 0));
    }

    private static string Number(int count, string what) => $"{count} {what}{(count == 1 ? "" : "s")}";
}
