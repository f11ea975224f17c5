using System.Collections.Immutable;
using Serverless.Aws.Query;
using Serverless.Stacks;

namespace Serverless.Aws;

/// <summary>Writes requests that are more than a handful of fields.</summary>
internal static class StackWriter
{
    public static QueryRequest CreateChangeSet(ChangeSetRequest request)
    {
        var query = new QueryRequest("CreateChangeSet")
            .With("StackName", request.StackName)
            .With("ChangeSetName", request.ChangeSetName)
            .With("ChangeSetType", request.Type == ChangeSetType.Create ? "CREATE" : "UPDATE")
            .With("ClientToken", request.ChangeSetName)
            .With("TemplateBody", request.TemplateBody)
            .With("TemplateURL", request.TemplateUrl)
            .With("RoleARN", request.RoleArn)
            .With("Description", request.Description)
            .With("OnStackFailure", OnFailure(request.OnFailure));
        query.WithList("Parameters", request.Parameters, (member, parameter) => WriteParameter(query, member, parameter));
        query.WithList("Tags", request.Tags, (member, tag) => query.With($"{member}.Key", tag.Key).With($"{member}.Value", tag.Value));
        WriteUnlessEmpty(query, "Capabilities", request.Capabilities);
        WriteUnlessEmpty(query, "NotificationARNs", request.NotificationArns);
        return query;
    }

    private static void WriteUnlessEmpty(QueryRequest query, string name, ImmutableArray<string> values)
    {
        if (!values.IsEmpty)
        {
            query.WithList(name, values);
        }
    }

    private static void WriteParameter(QueryRequest query, string member, StackParameter parameter) =>
        query.With($"{member}.ParameterKey", parameter.Name)
            .With($"{member}.ParameterValue", parameter.Value)
            .With($"{member}.UsePreviousValue", parameter.UsesPreviousValue ? true : null);

    private static string? OnFailure(OnStackFailure? choice) => choice switch
    {
        OnStackFailure.RollBack => "ROLLBACK",
        OnStackFailure.DoNothing => "DO_NOTHING",
        OnStackFailure.Delete => "DELETE",
        _ => null,
    };
}
