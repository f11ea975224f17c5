using System.Text.RegularExpressions;
using Serverless.Local.Query;

namespace Serverless.Local.CloudFormation;

/// <summary>Whether what is asked of a stack may be done now; what may not is refused in CloudFormation's words.</summary>
internal static partial class StackChecks
{
    /// <summary>A name of a stack or change set.</summary>
    /// <exception cref="QueryException">CloudFormation does not take it.</exception>
    public static void Name(string name, string field)
    {
        if (!ValidName().IsMatch(name))
        {
            throw QueryException.Validation($"1 validation error detected: Value '{name}' at '{field}' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*");
        }
    }

    /// <summary>CreateStack, by the stack that goes by the name already.</summary>
    /// <exception cref="QueryException">There is one.</exception>
    public static void Creation(StackRequest request, Stack? existing)
    {
        if (existing is not null)
        {
            throw existing.Record.Status == "REVIEW_IN_PROGRESS"
                ? QueryException.Validation($"Stack:{existing.Record.Id} already exists in the status REVIEW_IN_PROGRESS; delete it or execute its change set.")
                : new QueryException("AlreadyExistsException", $"Stack [{request.StackName}] already exists");
        }
    }

    /// <summary>UpdateStack.</summary>
    /// <exception cref="QueryException">The stack is at work, or has failed in a way that an update does not mend.</exception>
    public static void Update(StackRecord record)
    {
        if (record.Status is not ("CREATE_COMPLETE" or "UPDATE_COMPLETE" or "UPDATE_ROLLBACK_COMPLETE" or "CREATE_FAILED" or "UPDATE_FAILED" or "IMPORT_COMPLETE"))
        {
            throw CannotBeUpdated(record);
        }
    }

    /// <summary>DeleteStack.</summary>
    /// <exception cref="QueryException">The stack is protected, others need it, or it is at work on something that cannot be given up.</exception>
    public static void Deletion(StackRecord record, Exports exports)
    {
        if (record.IsProtected)
        {
            throw QueryException.Validation($"Stack [{record.Name}] cannot be deleted while TerminationProtection is enabled");
        }

        foreach (var name in record.Outputs.Select(output => output.ExportName).OfType<string>())
        {
            if (exports.UsersOf(name) is { Count: > 0 } users)
            {
                throw QueryException.Validation($"Export {name} cannot be deleted as it is in use by {string.Join(", ", users)}");
            }
        }

        if (IsAtWork(record) && record.Status != "CREATE_IN_PROGRESS")
        {
            throw QueryException.Validation($"Stack [{record.Name}] cannot be deleted while in status {record.Status}");
        }
    }

    /// <summary>CreateChangeSet, by the stack that goes by the name already.</summary>
    /// <exception cref="QueryException">The type does not fit the stack, or the name is taken.</exception>
    public static void Proposal(ChangeSetRequest request, Stack? stack)
    {
        Name(request.Name, "changeSetName");
        switch (request.Type)
        {
            case "CREATE" when stack is not null && stack.Record.Status != "REVIEW_IN_PROGRESS":
                throw QueryException.Validation($"Stack [{request.Stack.StackName}] already exists and cannot be created again with the changeSet [{request.Name}].");
            case "CREATE":
                break;
            case "UPDATE":
                Update(stack?.Record ?? throw QueryException.Validation($"Stack [{request.Stack.StackName}] does not exist"));
                break;
            default:
                throw QueryException.Validation($"Change sets of type {request.Type} are not emulated by the local cloud.");
        }

        if (stack?.Record.ChangeSets.Any(other => other.Name == request.Name) == true)
        {
            throw new QueryException("AlreadyExistsException", $"ChangeSet {request.Name} already exists");
        }
    }

    /// <summary>ExecuteChangeSet.</summary>
    /// <exception cref="QueryException">The change set was executed or has failed, or the stack is at work.</exception>
    public static void Execution(StackRecord record, ChangeSetRecord changeSet)
    {
        if (changeSet.ExecutionStatus != "AVAILABLE")
        {
            throw new QueryException("InvalidChangeSetStatus", $"ChangeSet [{changeSet.Id}] cannot be executed in its current status of [{changeSet.Status}]");
        }

        if (IsAtWork(record))
        {
            throw CannotBeUpdated(record);
        }
    }

    private static bool IsAtWork(StackRecord record) => record.Status.EndsWith("_IN_PROGRESS", StringComparison.Ordinal) && record.Status != "REVIEW_IN_PROGRESS";

    private static QueryException CannotBeUpdated(StackRecord record) => QueryException.Validation($"Stack:{record.Id} is in {record.Status} state and can not be updated.");

    [GeneratedRegex("^[a-zA-Z][-a-zA-Z0-9]{0,127}$")]
    private static partial Regex ValidName();
}
