namespace Serverless.Templates;

/// <summary>The name that a template gives to a resource, parameter, condition or output.</summary>
/// <param name="Value">The name as written.</param>
public readonly record struct LogicalId(string Value)
{
    /// <summary>The name as written.</summary>
    public static implicit operator LogicalId(string value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
