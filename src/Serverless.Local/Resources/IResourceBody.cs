using Serverless.Local.CloudFormation;
using Serverless.Templates;

namespace Serverless.Local.Resources;

/// <summary>What a resource became.</summary>
/// <param name="PhysicalId">Its name in the cloud, which <c>Ref</c> answers.</param>
/// <param name="Attributes">What <c>Fn::GetAtt</c> answers.</param>
/// <param name="Remark">What its event shall say, such as that nothing runs behind it; null for nothing special.</param>
internal sealed record ResourceIdentity(string PhysicalId, MapValue Attributes, string? Remark = null)
{
    /// <summary>An identity without attributes.</summary>
    public ResourceIdentity(string physicalId)
        : this(physicalId, [])
    {
    }
}

/// <summary>A step that CloudFormation asks of a resource type.</summary>
internal sealed record ResourceRequest
{
    /// <summary>The services of the local cloud.</summary>
    public required CloudServices Cloud { get; init; }

    /// <summary>All stacks; null while resources of an earlier run are brought back, when none may be changed.</summary>
    public StackEngine? Engine { get; init; }

    /// <summary>All stacks, for steps that create, update or delete.</summary>
    public StackEngine Stacks => Engine ?? throw new InvalidOperationException("Stacks do not change while the local cloud starts.");

    /// <summary>Told the identity of a resource that exists already although its creation goes on, so that a failure does not leave it behind.</summary>
    public Action<ResourceIdentity> Begun { get; init; } = static _ => { };

    /// <summary>The stack's name, id, region and account.</summary>
    public required Templates.Evaluation.PseudoParameterValues Stack { get; init; }

    /// <summary>The resource's name in the template.</summary>
    public required string LogicalId { get; init; }

    /// <summary>The resource's type.</summary>
    public required string ResourceType { get; init; }

    /// <summary>The properties, without intrinsics.</summary>
    public required MapValue Properties { get; init; }

    /// <summary>The properties the resource has so far; the same as <see cref="Properties"/> unless it is updated.</summary>
    public MapValue Before { get; init; } = [];

    /// <summary>What the resource is so far; null while it is created.</summary>
    public ResourceIdentity? Identity { get; init; }

    /// <summary>True when the properties are those of before an update that failed; then nothing that was used before may be missing now.</summary>
    public bool IsRollback { get; init; }

    /// <summary>The physical id of a resource that exists.</summary>
    public string PhysicalId => Identity?.PhysicalId ?? throw new InvalidOperationException("The resource does not exist yet.");

    /// <summary>An ARN in the stack's region and account.</summary>
    public string Arn(string service, string resource) => $"arn:{Stack.Partition}:{service}:{Stack.Region}:{Stack.AccountId}:{resource}";

    /// <summary>An ARN of a service without regions.</summary>
    public string GlobalArn(string service, string resource) => $"arn:{Stack.Partition}:{service}::{Stack.AccountId}:{resource}";

    /// <summary>A name for a resource that the template does not name, as CloudFormation makes them: stack, logical id and twelve random letters.</summary>
    public string GenerateName(int longest = 64)
    {
        var random = PhysicalIds.Random(12, PhysicalIds.UpperCase);
        var stem = $"{Stack.StackName}-{LogicalId}";
        return $"{stem[..Math.Min(stem.Length, longest - random.Length - 1)]}-{random}";
    }
}

/// <summary>Why a step on a resource failed, in the words that its event shall show.</summary>
internal sealed class ResourceFailure(string reason) : Exception(reason)
{
    /// <summary>The form in which CloudFormation quotes a resource handler.</summary>
    public static ResourceFailure Handler(string message, string errorCode) =>
        new($"Resource handler returned message: \"{message}\" (RequestToken: {Guid.NewGuid()}, HandlerErrorCode: {errorCode})");
}

/// <summary>The local body of a resource type.</summary>
internal interface IResourceBody
{
    /// <summary>The type, such as <c>AWS::Lambda::Function</c>.</summary>
    string ResourceType { get; }

    /// <summary>The properties whose change makes CloudFormation create a new resource and delete the old one.</summary>
    IReadOnlySet<string> Replacing { get; }

    /// <summary>Creates the resource.</summary>
    /// <exception cref="ResourceFailure">It cannot be created.</exception>
    Task<ResourceIdentity> CreateAsync(ResourceRequest request, CancellationToken cancellationToken);

    /// <summary>Gives an existing resource other properties.</summary>
    /// <exception cref="ResourceFailure">It cannot be updated.</exception>
    Task<ResourceIdentity> UpdateAsync(ResourceRequest request, CancellationToken cancellationToken);

    /// <summary>Deletes the resource; nothing happens when it is gone already.</summary>
    /// <exception cref="ResourceFailure">It cannot be deleted.</exception>
    Task DeleteAsync(ResourceRequest request, CancellationToken cancellationToken);

    /// <summary>Brings the resource back after a restart, for types whose body lives in memory.</summary>
    Task RestoreAsync(ResourceRequest request, CancellationToken cancellationToken) => Task.CompletedTask;
}
