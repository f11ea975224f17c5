using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace Serverless.Artifacts;

/// <summary>
/// A Lambda runtime with the dates of its end (https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html). AWS moves the dates on
/// which it blocks changes now and then; for other languages than .NET they are left out.
/// </summary>
/// <param name="Name">Its identifier, such as <c>dotnet10</c>.</param>
/// <param name="Deprecated">From when it gets no more security fixes.</param>
/// <param name="CreateBlocked">From when no function can be created with it; null when unknown or never.</param>
/// <param name="UpdateBlocked">From when no function of it can be updated; null when unknown or never.</param>
/// <param name="Successor">What to use instead; null for the newest.</param>
/// <param name="IsImageOnly">True for a version that exists as a container base image only.</param>
public sealed record LambdaRuntime(string Name, DateOnly? Deprecated, DateOnly? CreateBlocked, DateOnly? UpdateBlocked, string? Successor, bool IsImageOnly)
{
    private static readonly Lazy<ImmutableArray<LambdaRuntime>> Table = new(Read);

    /// <summary>All that are known, the newest of each family first.</summary>
    public static ImmutableArray<LambdaRuntime> All => Table.Value;

    /// <summary>The major version of .NET that the runtime brings; null for a runtime without .NET.</summary>
    public int? DotNetVersion => FindDotNetVersion(Name);

    /// <summary>True for the runtimes that bring nothing but the operating system and start a <c>bootstrap</c> file.</summary>
    public bool IsCustom => IsCustomName(Name);

    /// <summary>A runtime by its identifier, or null.</summary>
    public static LambdaRuntime? Find(string name) => All.FirstOrDefault(runtime => runtime.Name == name);

    /// <summary>The major version of .NET in a name like <c>dotnet10</c>, of a runtime that need not be known yet; otherwise null.</summary>
    public static int? FindDotNetVersion(string name)
    {
        var digits = name.StartsWith("dotnetcore", StringComparison.Ordinal) ? name[10..] : name.StartsWith("dotnet", StringComparison.Ordinal) ? name[6..] : "";
        return int.TryParse(digits.Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var major) ? major : null;
    }

    /// <summary>True for <c>provided</c> and its successors.</summary>
    public static bool IsCustomName(string name) => name == "provided" || name.StartsWith("provided.", StringComparison.Ordinal);

    private static ImmutableArray<LambdaRuntime> Read()
    {
        using var stream = typeof(LambdaRuntime).Assembly.GetManifestResourceStream("Serverless.Artifacts.lambda-runtimes.json")!;
        using var document = JsonDocument.Parse(stream);
        return [.. document.RootElement.EnumerateObject().Select(Read)];
    }

    private static LambdaRuntime Read(JsonProperty row)
    {
        return new(row.Name, Date("deprecated"), Date("createBlocked"), Date("updateBlocked"), Member("successor")?.GetString(), Member("imageOnly")?.GetBoolean() ?? false);

        JsonElement? Member(string name) => row.Value.TryGetProperty(name, out var value) ? value : null;

        DateOnly? Date(string name) => Member(name)?.GetString() is { } text ? DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture) : null;
    }
}

/// <summary>A processor architecture as Lambda and as .NET name it.</summary>
/// <param name="Name">Lambda's name.</param>
/// <param name="RuntimeIdentifier">The runtime identifier of .NET.</param>
public sealed record LambdaArchitecture(string Name, string RuntimeIdentifier)
{
    /// <summary>The architectures of Lambda, its default first.</summary>
    public static ImmutableArray<LambdaArchitecture> All { get; } = [new("x86_64", "linux-x64"), new("arm64", "linux-arm64")];

    /// <summary>What Lambda takes when nothing is said.</summary>
    public static LambdaArchitecture Default => All[0];

    /// <summary>Its name in container images.</summary>
    public string Platform => Name == "arm64" ? "linux/arm64" : "linux/amd64";

    /// <summary>An architecture by Lambda's name, or null.</summary>
    public static LambdaArchitecture? Find(string name) => All.FirstOrDefault(architecture => architecture.Name == name);
}
