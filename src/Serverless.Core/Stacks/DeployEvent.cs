using Serverless.Artifacts;
using Serverless.Text;

namespace Serverless.Stacks;

/// <summary>Something that happened during a job. Hosts render it; <see cref="DeployEventText"/> does so in plain lines.</summary>
public abstract record DeployEvent;

/// <summary>A part of an artifact has been sent.</summary>
/// <param name="Artifact">The file.</param>
/// <param name="Sent">Bytes sent so far, never decreasing.</param>
public sealed record ArtifactProgress(Artifact Artifact, long Sent) : DeployEvent;

/// <summary>An artifact has been stored.</summary>
/// <param name="Artifact">The file.</param>
/// <param name="Location">Where.</param>
public sealed record ArtifactStored(Artifact Artifact, ArtifactLocation Location) : DeployEvent;

/// <summary>An artifact was there already.</summary>
/// <param name="Artifact">The file.</param>
/// <param name="Location">Where.</param>
public sealed record ArtifactSkipped(Artifact Artifact, ArtifactLocation Location) : DeployEvent;

/// <summary>The template was too long for a request and has been stored.</summary>
/// <param name="Bytes">Its length.</param>
public sealed record TemplateStored(long Bytes) : DeployEvent;

/// <summary>Somebody else is at work on the stack and the job waits.</summary>
/// <param name="StackName">The stack.</param>
/// <param name="Status">What it is at.</param>
public sealed record WaitingForStack(string StackName, StackStatus Status) : DeployEvent;

/// <summary>An earlier deployment left something behind that is dealt with first.</summary>
/// <param name="StackName">The stack.</param>
/// <param name="Status">The state it was left in.</param>
/// <param name="IsDeleted">True when the stack is deleted first; false when it is simply taken up.</param>
public sealed record LeftoverFound(string StackName, StackStatus Status, bool IsDeleted) : DeployEvent;

/// <summary>CloudFormation computes a change set.</summary>
/// <param name="StackName">The stack.</param>
/// <param name="ChangeSetName">The change set.</param>
/// <param name="Type">Whether the stack is made or changed.</param>
public sealed record ChangeSetRequested(string StackName, string ChangeSetName, ChangeSetType Type) : DeployEvent;

/// <summary>A change of the change set.</summary>
/// <param name="Change">The change.</param>
/// <param name="Span">Where the user wrote the resource.</param>
public sealed record ChangeProposed(Change Change, SourceSpan Span) : DeployEvent;

/// <summary>The change set is empty.</summary>
/// <param name="StackName">The stack.</param>
public sealed record StackUnchanged(string StackName) : DeployEvent;

/// <summary>The change set is being executed, or the stack deleted.</summary>
/// <param name="StackName">The stack.</param>
/// <param name="Verb">What is done, such as <c>Creating</c>.</param>
public sealed record ExecutionStarted(string StackName, string Verb) : DeployEvent;

/// <summary>Something happened to a resource.</summary>
/// <param name="Event">CloudFormation's event, with secrets taken out.</param>
/// <param name="Span">Where the user wrote the resource.</param>
public sealed record ResourceChanged(StackEvent Event, SourceSpan Span) : DeployEvent;

/// <summary>CloudFormation did not answer while the job was watching; it goes on watching.</summary>
/// <param name="Failure">Why.</param>
/// <param name="Message">CloudFormation's text.</param>
public sealed record WatchDisturbed(StackFailure Failure, string Message) : DeployEvent;

/// <summary>The stack has come to rest.</summary>
/// <param name="StackName">The stack.</param>
/// <param name="Status">Its state.</param>
/// <param name="Elapsed">How long the job has taken so far.</param>
public sealed record StackSettled(string StackName, StackStatus Status, TimeSpan Elapsed) : DeployEvent;
