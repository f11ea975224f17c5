using System.Collections.Immutable;

namespace Serverless.Stacks;

/// <summary>
/// The port to CloudFormation, or to a stand-in. Failures are <see cref="StackClientException"/>, or
/// <see cref="Diagnostics.DiagnosticException"/> where the user has to mend something that is not about stacks, such as credentials.
/// A stack is named by its name or its ARN; a deleted one only by its ARN.
/// </summary>
public interface IStackClient
{
    /// <summary>A stack as it is, or null when there is none.</summary>
    Task<StackDescription?> DescribeAsync(string stack, CancellationToken cancellationToken);

    /// <summary>Asks for a change set, which CloudFormation then computes. Asking again with the same name and content is harmless.</summary>
    /// <returns>The change set, still in progress.</returns>
    Task<ChangeSet> CreateChangeSetAsync(ChangeSetRequest request, CancellationToken cancellationToken);

    /// <summary>A change set as it is, with all its changes once it is ready.</summary>
    Task<ChangeSet> DescribeChangeSetAsync(string changeSet, string stack, CancellationToken cancellationToken);

    /// <summary>Starts the execution of a change set.</summary>
    Task ExecuteAsync(ExecutionRequest request, CancellationToken cancellationToken);

    /// <summary>Deletes a change set; nothing happens when it or its stack does not exist.</summary>
    Task DeleteChangeSetAsync(string changeSet, string stack, CancellationToken cancellationToken);

    /// <summary>Starts the deletion of a stack; nothing happens when it does not exist.</summary>
    Task DeleteStackAsync(DeletionRequest request, CancellationToken cancellationToken);

    /// <summary>The newest event of a stack, or null when it has none.</summary>
    Task<StackEvent?> LatestEventAsync(string stack, CancellationToken cancellationToken);

    /// <summary>The events of a stack that came after a known one, oldest first. Reads backwards only as far as needed.</summary>
    /// <param name="stack">The stack.</param>
    /// <param name="afterEventId">The known event; null for all of them.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    Task<ImmutableArray<StackEvent>> EventsAfterAsync(string stack, string? afterEventId, CancellationToken cancellationToken);

    /// <summary>The resources that a stack holds.</summary>
    Task<ImmutableArray<StackResource>> ListResourcesAsync(string stack, CancellationToken cancellationToken);

    /// <summary>Refuses, or allows, deletion of a stack.</summary>
    Task SetTerminationProtectionAsync(string stack, bool enabled, CancellationToken cancellationToken);
}
