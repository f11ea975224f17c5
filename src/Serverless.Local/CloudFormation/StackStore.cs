using System.Collections.Concurrent;
using Serverless.Diagnostics;
using Serverless.Local.Query;
using Serverless.Text;

namespace Serverless.Local.CloudFormation;

/// <summary>The stacks that there are, and the latest of those that were: each with its files in one folder.</summary>
/// <remarks>
/// Owns which stacks there are, which any thread may ask; what a stack is at the moment is the stack's own. It takes every stack that it
/// is given: that no two go by one name is the matter of whoever adds them, under a lock of its own.
/// </remarks>
internal sealed class StackStore(string folder, TimeProvider clock)
{
    private const int KeptDeletedStacks = 20;

    private readonly ConcurrentDictionary<string, Stack> _stacks = new();

    /// <summary>All stacks, also deleted ones, newest first.</summary>
    public IEnumerable<Stack> All => _stacks.Values.OrderByDescending(stack => stack.Record.Created);

    /// <summary>The stacks that are not deleted, in no order.</summary>
    public IEnumerable<Stack> Existing => _stacks.Values.Where(stack => stack.Record.Deleted is null);

    /// <summary>The exports of the stacks that exist.</summary>
    public Exports Exports => new(() => Existing);

    /// <summary>Reads the stacks of an earlier run.</summary>
    /// <exception cref="DiagnosticException">A stack's file cannot be read.</exception>
    public void Load()
    {
        Directory.CreateDirectory(folder);
        foreach (var path in Directory.EnumerateFiles(folder, "*.json"))
        {
            var stack = Stack.TryOpen(path, clock) ?? throw new DiagnosticException(LocalDiagnostics.StateDamaged.At(
                SourceSpan.File(path), $"The local cloud cannot read '{path}', which holds the state of a stack.", "Delete the file to forget the stack, or the state folder to start anew."));
            _stacks[stack.Record.Id] = stack;
        }
    }

    /// <summary>Makes a stack of its first record.</summary>
    public Stack Add(StackRecord record)
    {
        var stack = Stack.Create(folder, record, clock);
        _stacks[record.Id] = stack;
        return stack;
    }

    /// <summary>A stack by name, if it is not deleted, or by ARN; null when there is none.</summary>
    public Stack? Find(string nameOrId) => nameOrId.StartsWith("arn:", StringComparison.Ordinal)
        ? _stacks.GetValueOrDefault(nameOrId)
        : _stacks.Values.FirstOrDefault(stack => stack.Record is var record && record.Name == nameOrId && record.Deleted is null);

    /// <summary>A stack by name or ARN.</summary>
    /// <exception cref="QueryException">There is none.</exception>
    public Stack Require(string nameOrId) => Find(nameOrId) ?? throw QueryException.Validation($"Stack with id {nameOrId} does not exist");

    /// <summary>Forgets the stacks that were deleted long ago.</summary>
    public void Prune()
    {
        foreach (var stack in _stacks.Values.Where(stack => stack.Record.Deleted is not null).OrderByDescending(stack => stack.Record.Deleted).Skip(KeptDeletedStacks))
        {
            if (_stacks.TryRemove(stack.Record.Id, out _))
            {
                stack.Forget();
            }
        }
    }
}
