using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Serverless.Diagnostics;

/// <summary>What a stage made, together with everything it has to say about it.</summary>
/// <typeparam name="T">The stage's product.</typeparam>
/// <param name="Value">The product; null when errors left nothing to hand on. With errors it may still be there, for stages that can find more.</param>
/// <param name="Diagnostics">All complaints, in the order of the text they are about.</param>
public sealed record Checked<T>(T? Value, ImmutableArray<Diagnostic> Diagnostics)
    where T : class
{
    /// <summary>True when at least one complaint is an error.</summary>
    public bool HasErrors => Diagnostics.Any(diagnostic => diagnostic.Severity == Severity.Error);

    /// <summary>True when there is a product and no error.</summary>
    [MemberNotNullWhen(true, nameof(Value))]
    public bool IsGood => Value is not null && !HasErrors;
}

/// <summary>Makes <see cref="Checked{T}"/> values.</summary>
public static class Checked
{
    /// <summary>A product without complaints.</summary>
    public static Checked<T> Good<T>(T value)
        where T : class => new(value, []);

    /// <summary>A product, or none, with its complaints.</summary>
    public static Checked<T> From<T>(T? value, IEnumerable<Diagnostic> diagnostics)
        where T : class => new(value, [.. diagnostics]);

    /// <summary>Complaints alone.</summary>
    public static Checked<T> Bad<T>(params IEnumerable<Diagnostic> diagnostics)
        where T : class => new(null, [.. diagnostics]);
}
