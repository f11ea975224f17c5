using Serverless.Templates;

namespace Serverless.Sam;

/// <summary>What the transform takes from outside the template.</summary>
public sealed record TransformContext
{
    private static readonly Dictionary<string, TemplateValue> _none = [];

    /// <summary>The region that the stack is for, such as <c>eu-central-1</c>; it gives the partition too.</summary>
    public required string Region { get; init; }

    /// <summary>The clock, for deployments that are to be new every time.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>Values of the template's parameters by name. One that is not given has its default.</summary>
    public IReadOnlyDictionary<string, TemplateValue> ParameterValues { get; init; } = _none;

    /// <summary>
    /// Loads the ARNs of managed policies by name. Asked at most once in a transform, and only for a name that is neither an ARN nor
    /// in the table of AWS's own policies. Null when there is nobody to ask: then the name is passed on.
    /// </summary>
    public Func<IReadOnlyDictionary<string, string>>? ManagedPolicies { get; init; }

    /// <summary>
    /// Finds the templates of nested applications. Null when there is nobody to ask: then a template with such an application cannot be
    /// expanded.
    /// </summary>
    public IApplicationRepository? Applications { get; init; }

    /// <summary>Behaviour that the service turns on by account and region.</summary>
    public SamFeatures Features { get; init; }

    /// <summary>Copies the <c>Metadata</c> of a SAM resource to everything made from it.</summary>
    public bool PassthroughMetadata { get; init; }
}

/// <summary>Behaviour of the transform that the service can turn on for an account. All off is what most accounts see.</summary>
[Flags]
public enum SamFeatures
{
    /// <summary>Nothing is turned on.</summary>
    None = 0,

    /// <summary>A function's condition is passed to its deployment group unless the template says otherwise.</summary>
    DeploymentPreferenceCondition = 1,

    /// <summary>The version that an OpenAPI document states comes before the property <c>OpenApiVersion</c>.</summary>
    NormalizedOpenApiVersion = 2,

    /// <summary>Everything is turned on.</summary>
    All = DeploymentPreferenceCondition | NormalizedOpenApiVersion,
}
