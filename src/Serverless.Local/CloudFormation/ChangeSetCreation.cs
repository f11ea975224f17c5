using Serverless.Local.Query;
using Serverless.Templates.Evaluation;

namespace Serverless.Local.CloudFormation;

/// <summary>Makes the record of a change set: checks what is asked, compares and decides whether there is anything to do.</summary>
internal static class ChangeSetCreation
{
    private const string NoChanges = "The submitted information didn't contain changes. Submit different information to create a change set.";
    private const string NoUpdates = "No updates are to be performed.";

    /// <summary>What a request asks for, with what it keeps of the stack.</summary>
    /// <exception cref="QueryException">There is no template, or a parameter is wrong.</exception>
    public static StackInput Input(StackRequest request, StackRecord stack)
    {
        var body = request.TemplateBody ?? stack.Input?.TemplateBody ?? throw QueryException.Validation("Either Template URL or Template Body must be specified.");
        var template = PreparedTemplate.Read(body);
        return new()
        {
            TemplateBody = body,
            Parameters = [.. PreparedTemplate.Parameters(template, request.Parameters, stack.Input).All],
            Capabilities = request.Capabilities,
            Tags = request.Tags ?? stack.Input?.Tags ?? new Dictionary<string, string>(),
            NotificationArns = request.NotificationArns,
            RoleArn = request.RoleArn ?? stack.Input?.RoleArn,
        };
    }

    /// <summary>Makes the record. What a transform complains of, and an empty change set, are failed records; other mistakes are refused at once.</summary>
    /// <exception cref="QueryException">The request is refused.</exception>
    public static ChangeSetRecord Plan(ChangeSetRequest request, StackRecord stack, PseudoParameterValues pseudo, TemplateTransform? transform, DateTimeOffset now, string accountId)
    {
        var input = Input(request.Stack, stack);
        var record = new ChangeSetRecord
        {
            Name = request.Name,
            Id = $"arn:{pseudo.Partition}:cloudformation:{stack.Region}:{accountId}:changeSet/{request.Name}/{Guid.NewGuid()}",
            Type = request.Type,
            Created = now,
            Input = input,
            Description = request.Description,
        };

        var hasTransform = PreparedTemplate.Read(input.TemplateBody).Transforms.Any();
        PreparedTemplate template;
        try
        {
            template = PreparedTemplate.Prepare(input.TemplateBody, new(input.Parameters), pseudo, transform);
        }
        catch (QueryException refusal) when (hasTransform)
        {
            return Failed(record, refusal.Message);
        }

        if (TemplateCapabilities.Missing(template.Template, input.Capabilities) is { } missing)
        {
            return hasTransform ? Failed(record, missing) : throw TemplateCapabilities.Refusal(missing);
        }

        CheckTypes(stack, template);
        return HasChanges(stack, pseudo, template, input, transform, out var changes)
            ? record with { Status = "CREATE_COMPLETE", ExecutionStatus = "AVAILABLE", Changes = changes }
            : Failed(record, hasTransform ? NoUpdates : NoChanges);
    }

    /// <summary>Compares a stack with what it shall become.</summary>
    public static bool HasChanges(
        StackRecord stack, PseudoParameterValues pseudo, PreparedTemplate template, StackInput input, TemplateTransform? transform, out IReadOnlyList<ResourceChange> changes)
    {
        var before = Before(stack, pseudo, transform);
        changes = ChangeSetPlanner.Plan(before, template, stack.Resources);
        return changes.Count > 0
            || before is null
            || ChangeSetPlanner.OutputsDiffer(before, template)
            || stack.Status is "CREATE_FAILED" or "UPDATE_FAILED"
            || !Same(stack.Input!.Tags, input.Tags);
    }

    private static PreparedTemplate? Before(StackRecord stack, PseudoParameterValues pseudo, TemplateTransform? transform)
    {
        if (stack.Input is not { } input)
        {
            return null;
        }

        try
        {
            return PreparedTemplate.Prepare(input.TemplateBody, new(input.Parameters), pseudo with { NotificationArns = input.NotificationArns }, transform);
        }
        catch (QueryException)
        {
            // An older local cloud took what this one does not: then everything may have changed.
            return null;
        }
    }

    private static void CheckTypes(StackRecord stack, PreparedTemplate template)
    {
        var changed = stack.Resources
            .Where(record => record.PhysicalId is not null && record.Status is not ("DELETE_COMPLETE" or "DELETE_SKIPPED")
                && template.Template.FindResource(record.LogicalId) is { } resource && template.Evaluator.IsActive(resource.Body) && resource.ResourceType != record.ResourceType)
            .Select(record => record.LogicalId)
            .ToList();
        if (changed.Count > 0)
        {
            throw QueryException.Validation($"Update of resource type is not permitted. The new template modifies resource type of the following resources: [{string.Join(", ", changed)}]");
        }
    }

    private static ChangeSetRecord Failed(ChangeSetRecord record, string reason) => record with { Status = "FAILED", StatusReason = reason };

    private static bool Same(IReadOnlyDictionary<string, string> left, IReadOnlyDictionary<string, string> right) =>
        left.Count == right.Count && left.All(tag => right.TryGetValue(tag.Key, out var value) && value == tag.Value);
}
