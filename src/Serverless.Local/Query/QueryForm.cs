using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Serverless.Local.Query;

/// <summary>The parameters of a request of the Query protocol: flat names with <c>member.N</c> for lists.</summary>
internal sealed class QueryForm(IReadOnlyDictionary<string, string> values)
{
    /// <summary>Which operation is wanted.</summary>
    public string Action => this["Action"] ?? "";

    /// <summary>Which version of which interface; every Query service has its own date.</summary>
    public string Version => this["Version"] ?? "";

    /// <summary>A value; null when it is missing.</summary>
    public string? this[string name] => values.GetValueOrDefault(name);

    /// <summary>Reads a form's body.</summary>
    public static async Task<QueryForm> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        // Templates come in one value of at most 51,200 bytes; the limits of browsers' forms are not meant for them.
        var options = new Microsoft.AspNetCore.Http.Features.FormOptions { ValueLengthLimit = 4 * 1024 * 1024, ValueCountLimit = 10_000 };
        var form = await request.ReadFormAsync(options, cancellationToken);
        return new(form.ToDictionary(field => field.Key, field => Last(field.Value)));
    }

    /// <summary>A truth value.</summary>
    public bool? Truth(string name) => bool.TryParse(this[name], out var truth) ? truth : null;

    /// <summary>The texts of a list; empty when it is missing.</summary>
    public IReadOnlyList<string> List(string name) => [.. Indexes(name).Select(index => this[$"{name}.member.{index}"]).OfType<string>()];

    /// <summary>The members of a list of structures.</summary>
    public IEnumerable<QueryForm> Structures(string name) =>
        Indexes(name).Select(index => Below($"{name}.member.{index}."));

    private QueryForm Below(string prefix) =>
        new(values.Where(pair => pair.Key.StartsWith(prefix, StringComparison.Ordinal)).ToDictionary(pair => pair.Key[prefix.Length..], pair => pair.Value));

    private IEnumerable<int> Indexes(string name)
    {
        var prefix = $"{name}.member.";
        return values.Keys
            .Where(key => key.StartsWith(prefix, StringComparison.Ordinal))
            .Select(key => int.TryParse(key[prefix.Length..].Split('.')[0], out var index) ? index : -1)
            .Where(index => index >= 0)
            .Distinct()
            .Order();
    }

    private static string Last(StringValues values) => values.Count == 0 ? "" : values[^1] ?? "";
}
