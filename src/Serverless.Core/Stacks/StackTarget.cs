using System.Collections.Immutable;
using Serverless.Diagnostics;
using Serverless.Text;

namespace Serverless.Stacks;

/// <summary>Which stack a job is about, and how it shall go about it. Printing it never shows parameter values.</summary>
/// <param name="StackName">The stack's name.</param>
/// <param name="Region">The region, for messages; the client is already bound to it.</param>
public sealed record StackTarget(string StackName, string Region)
{
    /// <summary>Values for the template's parameters. One that is left out keeps its value in the stack, or has the template's default.</summary>
    public ImmutableArray<StackParameter> Parameters { get; init; } = [];

    /// <summary>Tags of the stack.</summary>
    public ImmutableArray<StackTag> Tags { get; init; } = [];

    /// <summary>What the template may do; null derives it from the template (<see cref="Capabilities"/>).</summary>
    public ImmutableArray<string>? AllowedCapabilities { get; init; }

    /// <summary>The role that CloudFormation acts as; null for the caller's own rights.</summary>
    public string? RoleArn { get; init; }

    /// <summary>SNS topics that CloudFormation tells of events.</summary>
    public ImmutableArray<string> NotificationArns { get; init; } = [];

    /// <summary>What a failed operation ends in; null leaves it to <see cref="DisableRollback"/>.</summary>
    public OnStackFailure? OnFailure { get; init; }

    /// <summary>True to leave a failed stack as it is. Not asked when <see cref="OnFailure"/> is set.</summary>
    public bool DisableRollback { get; init; }

    /// <summary>Whether deletion of the stack shall be refused; null leaves it as it is.</summary>
    public bool? TerminationProtection { get; init; }

    /// <summary>True to call it an error when there is nothing to change.</summary>
    public bool FailOnEmptyChangeSet { get; init; }

    /// <summary>False to return as soon as CloudFormation has begun.</summary>
    public bool Wait { get; init; } = true;

    /// <summary>How long a job may take before it stops watching.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(60);

    /// <summary>The shortest pause between two questions to CloudFormation.</summary>
    public TimeSpan ShortestPoll { get; init; } = TimeSpan.FromSeconds(0.2);

    /// <summary>The longest pause between two questions to CloudFormation.</summary>
    public TimeSpan LongestPoll { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The complaints about the target itself; none for a good one.</summary>
    public ImmutableArray<Diagnostic> Check()
    {
        var diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
        if (!IsStackName(StackName))
        {
            diagnostics.Add(StackDiagnostics.InvalidStackName(StackName, SuggestName(StackName)));
        }

        return diagnostics.DrainToImmutable();
    }

    /// <summary>
    /// True for what CloudFormation takes as the name of a stack: a letter, then letters, digits and hyphens, 128 at most
    /// (<see href="https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateChangeSet.html"/>).
    /// </summary>
    public static bool IsStackName(string name) =>
        name.Length is > 0 and <= 128 && char.IsAsciiLetter(name[0]) && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-');

    /// <summary>The stack name nearest to any text, such as a project's name; null when nothing of it can be used.</summary>
    public static string? SuggestName(string text)
    {
        var letters = text.Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-').SkipWhile(letter => !char.IsAsciiLetter(letter)).Take(128);
        var name = string.Join('-', string.Concat(letters).Split('-', StringSplitOptions.RemoveEmptyEntries));
        return IsStackName(name) ? name : null;
    }
}
