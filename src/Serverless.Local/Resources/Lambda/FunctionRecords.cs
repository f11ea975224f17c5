using System.Text.Json;
using Serverless.Local.Functions;
using Serverless.Local.Storage;
using Serverless.Templates;

namespace Serverless.Local.Resources.Lambda;

/// <summary>Keeps a function's configuration beside its attributes, so that a restart brings the same function back.</summary>
internal static class FunctionRecords
{
    // No GetAtt can ask for it: attribute names have no colon.
    private const string Member = "local:configuration";

    /// <summary>Adds the configuration to the attributes.</summary>
    public static void Write(MapValue attributes, FunctionConfiguration configuration) => attributes.Set(Member, JsonSerializer.Serialize(configuration, AtomicFile.Json));

    /// <summary>The configuration in the attributes; null when there is none.</summary>
    public static FunctionConfiguration? Read(MapValue attributes) =>
        attributes[Member].AsString() is { } json ? JsonSerializer.Deserialize<FunctionConfiguration>(json, AtomicFile.Json) : null;
}
