using Serverless.Local.CloudFormation;
using Serverless.Local.Query;
using Serverless.Templates;
using Serverless.Templates.Evaluation;

namespace Serverless.Local.Resources.Stacks;

/// <summary>
/// <c>AWS::CloudFormation::Stack</c>: a stack of its own, made, changed and deleted with the one that nests it
/// (<see href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-nested-stacks.html"/>).
/// </summary>
internal sealed class NestedStackBody : IResourceBody
{
    // Kept with the attributes, so that the way back does not depend on the old template still being in its bucket.
    private const string Body = "TemplateBody";

    // Whoever deploys the outer stack acknowledges what inner ones do.
    private static readonly string[] Capabilities = ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"];

    /// <inheritdoc/>
    public string ResourceType => "AWS::CloudFormation::Stack";

    /// <inheritdoc/>
    public IReadOnlySet<string> Replacing { get; } = new HashSet<string>();

    /// <inheritdoc/>
    public async Task<ResourceIdentity> CreateAsync(ResourceRequest request, CancellationToken cancellationToken)
    {
        var template = ReadTemplate(request);
        var stack = Try(() => request.Stacks.CreateStack(Ask(request, request.GenerateName(128), template), OnFailure.DoNothing, isProtected: false, request.Stack.StackId));

        // From here on there is something to delete, whatever becomes of it.
        request.Begun(new(stack.Record.Id));
        await FinishAsync(request, stack, cancellationToken);
        return stack.Record.Status == "CREATE_COMPLETE"
            ? Identify(stack, template)
            : throw new ResourceFailure($"Embedded stack {stack.Record.Id} was not successfully created: {stack.Record.StatusReason}");
    }

    /// <inheritdoc/>
    public async Task<ResourceIdentity> UpdateAsync(ResourceRequest request, CancellationToken cancellationToken)
    {
        var template = request.IsRollback && request.Identity!.Attributes.Text(Body) is { } kept ? kept : ReadTemplate(request);
        var stack = request.Stacks.Store.Find(request.PhysicalId) ?? throw new ResourceFailure($"Stack [{request.PhysicalId}] does not exist");
        try
        {
            request.Stacks.UpdateStack(Ask(request, request.PhysicalId, template), disableRollback: false);
        }
        catch (QueryException refusal) when (refusal.Message.StartsWith("No updates", StringComparison.Ordinal))
        {
            return Identify(stack, template);
        }
        catch (QueryException refusal)
        {
            throw new ResourceFailure(refusal.Message);
        }

        await FinishAsync(request, stack, cancellationToken);
        return stack.Record.Status == "UPDATE_COMPLETE" ? Identify(stack, template) : throw new ResourceFailure(
            $"Embedded stack {stack.Record.Id} was not successfully updated. Currently in UPDATE_ROLLBACK_IN_PROGRESS with reason: {ReasonOfRollback(stack)}");
    }

    /// <inheritdoc/>
    public async Task DeleteAsync(ResourceRequest request, CancellationToken cancellationToken)
    {
        var stack = Try(() => request.Stacks.DeleteStack(request.PhysicalId, [], token: null));
        if (stack is null)
        {
            return;
        }

        await FinishAsync(request, stack, cancellationToken);
        if (stack.Record.Status != "DELETE_COMPLETE")
        {
            throw new ResourceFailure($"Embedded stack {stack.Record.Id} was not successfully deleted: {stack.Record.StatusReason}");
        }
    }

    private static string ReadTemplate(ResourceRequest request) =>
        Try(() => TemplateSource.FromBucket(request.Properties.Required("TemplateURL"), request.Cloud.Buckets));

    private static StackRequest Ask(ResourceRequest request, string name, string template) => new()
    {
        StackName = name,
        TemplateBody = template,
        Parameters = [.. (request.Properties["Parameters"].AsMap() ?? []).Select(entry => new SuppliedParameter(entry.Key.Text, TextOf(entry.Value)))],
        Capabilities = Capabilities,
        Tags = TagsOf(request.Properties["Tags"].AsList() ?? []),
        NotificationArns = request.Properties.Texts("NotificationARNs"),
        Region = request.Stack.Region,
    };

    private static string TextOf(TemplateValue value) => value switch
    {
        ScalarValue scalar => scalar.Text,
        ListValue list => string.Join(',', list.OfType<ScalarValue>().Select(item => item.Text)),
        _ => throw new ResourceFailure("Value of property Parameters must be an object with String (or simple type) properties"),
    };

    private static Dictionary<string, string> TagsOf(ListValue tags) =>
        tags.OfType<MapValue>().Where(tag => tag.Text("Key") is not null).DistinctBy(tag => tag.Text("Key")).ToDictionary(tag => tag.Text("Key")!, tag => tag.Text("Value") ?? "");

    private static ResourceIdentity Identify(Stack stack, string template) =>
        new(stack.Record.Id, new(stack.Record.Outputs.Select(output => new MapEntry($"Outputs.{output.Name}", output.Value)).Append(new(Body, template))));

    private static string? ReasonOfRollback(Stack stack) =>
        stack.Events.LastOrDefault(told => told.PhysicalId == stack.Record.Id && told.Status == "UPDATE_ROLLBACK_IN_PROGRESS")?.Reason ?? stack.Record.StatusReason;

    // An inner stack is never left at work alone: what stops the outer one stops it first.
    private static async Task FinishAsync(ResourceRequest request, Stack stack, CancellationToken cancellationToken)
    {
        await using (cancellationToken.Register(() => stack.Cancellation?.Cancel()))
        {
            await stack.Operation;
        }

        request.Stacks.Operations.Stopping.ThrowIfCancellationRequested();
        if (stack.Record.Status is not ("CREATE_COMPLETE" or "UPDATE_COMPLETE" or "DELETE_COMPLETE"))
        {
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private static T Try<T>(Func<T> ask)
    {
        try
        {
            return ask();
        }
        catch (QueryException refusal)
        {
            throw new ResourceFailure(refusal.Message);
        }
    }
}
