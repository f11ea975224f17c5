namespace Serverless.Stacks;

/// <summary>
/// What a job has begun in the cloud and not ended, kept current while it runs, so that whatever interrupts it can say what goes on.
/// </summary>
internal abstract record InFlight
{
    /// <summary>Nothing of ours.</summary>
    public sealed record Nothing : InFlight;

    /// <summary>A change set that nobody has executed.</summary>
    /// <param name="ChangeSet">Its name.</param>
    /// <param name="StackIsNew">True when the stack exists only for it.</param>
    public sealed record Proposal(string ChangeSet, bool StackIsNew) : InFlight
    {
        public string LeftBehind(StackTarget target) =>
            $"Change set '{ChangeSet}' of stack '{target.StackName}' in {target.Region} could not be taken back. It changes nothing; remove it with "
            + $"'aws cloudformation delete-change-set --stack-name {target.StackName} --change-set-name {ChangeSet}', or leave it to the next deployment.";
    }

    /// <summary>CloudFormation is at work on the stack.</summary>
    /// <param name="Verb">What it does.</param>
    /// <param name="IsCertain">False while the request to begin has not been answered.</param>
    public sealed record Operation(StackVerb Verb, bool IsCertain) : InFlight
    {
        public string GoesOn(StackTarget target, StackStatus? status)
        {
            var seen = status is null ? "" : $", last seen {status}";
            var what = IsCertain
                ? $"CloudFormation is still {Verb.Doing()} stack '{target.StackName}' in {target.Region}{seen}."
                : $"CloudFormation may have begun {Verb.Doing()} stack '{target.StackName}' in {target.Region}.";
            return $"{what} {Advice(target.StackName)}";
        }

        private string Advice(string stackName) => Verb switch
        {
            StackVerb.Create => $"Deploy again to go on watching, or run 'aws cloudformation delete-stack --stack-name {stackName}' to stop and remove it.",
            StackVerb.Update => $"Deploy again to go on watching, or run 'aws cloudformation cancel-update-stack --stack-name {stackName}' to stop and roll back.",
            _ => "A deletion cannot be stopped; destroy again to go on watching.",
        };
    }
}

/// <summary>What CloudFormation does to a stack.</summary>
internal enum StackVerb
{
    Create,
    Update,
    Delete,
}

internal static class StackVerbWords
{
    public static string Doing(this StackVerb verb) => verb switch
    {
        StackVerb.Create => "creating",
        StackVerb.Update => "updating",
        _ => "deleting",
    };

    public static string Headline(this StackVerb verb) => verb switch
    {
        StackVerb.Create => "Creating",
        StackVerb.Update => "Updating",
        _ => "Deleting",
    };
}
