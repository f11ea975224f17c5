using System.Xml.Linq;
using Serverless.Local.Front;
using Serverless.Local.Query;
using Serverless.Local.S3;
using Serverless.Templates.Evaluation;

namespace Serverless.Local.CloudFormation;

/// <summary>The CloudFormation API: reads each operation's parameters, asks the engine and writes the reply.</summary>
internal sealed class CloudFormationEndpoint(StackEngine engine, BucketStore buckets, string region)
{
    /// <summary>The interface's version, by which its requests are known.</summary>
    public const string Version = "2010-05-15";

    private static readonly string[] Stages = ["Original", "Processed"];

    private static readonly (string Name, string Value)[] Limits = [("StackLimit", "2000"), ("StackOutputsLimit", "200")];

    private const string Schema = "http://cloudformation.amazonaws.com/doc/2010-05-15/";

    /// <summary>Serves a request.</summary>
    public async Task ServeAsync(AwsRequest request, QueryForm form)
    {
        try
        {
            await QueryReply.SendAsync(request, form.Action, Schema, await AnswerAsync(request, form));
        }
        catch (QueryException refusal)
        {
            await QueryReply.RefuseAsync(request, Schema, refusal);
        }
    }

    private async Task<IEnumerable<object?>?> AnswerAsync(AwsRequest request, QueryForm form) => form.Action switch
    {
        "CreateChangeSet" => CreateChangeSet(request, form),
        "DescribeChangeSet" => Describe(form),
        "ExecuteChangeSet" => await ExecuteChangeSetAsync(request, form),
        "DeleteChangeSet" => DeleteChangeSet(form),
        "ListChangeSets" => CloudFormationReplies.ChangeSets(engine.Store.Require(StackName(form)).Record),
        "CreateStack" => await CreateStackAsync(request, form),
        "UpdateStack" => await UpdateStackAsync(request, form),
        "DeleteStack" => await DeleteStackAsync(request, form),
        "CancelUpdateStack" => CancelUpdate(form),
        "UpdateTerminationProtection" => Protect(form),
        "DescribeStacks" => CloudFormationReplies.Stacks(form["StackName"] is { Length: > 0 } name
            ? [engine.Store.Require(name).Record]
            : engine.Store.All.Select(stack => stack.Record).Where(record => record.Deleted is null)),
        "ListStacks" => CloudFormationReplies.Summaries(engine.Store.All.Select(stack => stack.Record), form.List("StackStatusFilter")),
        "DescribeStackEvents" => CloudFormationReplies.Events(engine.Store.Require(StackName(form)), form["NextToken"]),
        "DescribeStackResource" => CloudFormationReplies.Resource(engine.Store.Require(StackName(form)).Record, form["LogicalResourceId"] ?? ""),
        "DescribeStackResources" => DescribeResources(form),
        "ListStackResources" => CloudFormationReplies.ResourceSummaries(engine.Store.Require(StackName(form)).Record),
        "ListExports" => CloudFormationReplies.Exports(engine.Store.Exports),
        "ListImports" => CloudFormationReplies.Imports(engine.Store.Exports, form["ExportName"] ?? ""),
        "GetTemplate" => GetTemplate(form),
        "GetTemplateSummary" => TemplateSummary.Summarize(PreparedTemplate.Read(AnyTemplate(form))),
        "ValidateTemplate" => TemplateSummary.Validate(PreparedTemplate.Read(TemplateBody(form) ?? throw QueryException.Validation("Either Template URL or Template Body must be specified."))),
        "DescribeAccountLimits" => [QueryReply.List("AccountLimits", Limits, limit => new object[] { new XElement("Name", limit.Name), new XElement("Value", limit.Value) })],
        _ => throw QueryException.UnknownAction(form.Action, form.Version),
    };

    private IEnumerable<XElement> CreateChangeSet(AwsRequest request, QueryForm form)
    {
        var made = engine.CreateChangeSet(new(Request(request, form), Required(form, "ChangeSetName"), form["ChangeSetType"] ?? "UPDATE", form["Description"]));
        return [new("Id", made.Id), new("StackId", engine.Store.Require(StackName(form)).Record.Id)];
    }

    private IEnumerable<object?> Describe(QueryForm form)
    {
        var (stack, changeSet) = FindChangeSet(form);
        return CloudFormationReplies.ChangeSet(stack.Record, changeSet);
    }

    private async Task<IEnumerable<object?>> ExecuteChangeSetAsync(AwsRequest request, QueryForm form)
    {
        var (stack, changeSet) = FindChangeSet(form);
        engine.ExecuteChangeSet(stack, changeSet, form.Truth("DisableRollback") == true, form["ClientRequestToken"]);
        await engine.Operations.SettleAsync(stack, request.Aborted);
        return [];
    }

    private IEnumerable<object?> DeleteChangeSet(QueryForm form)
    {
        var (stack, changeSet) = FindChangeSet(form);
        if (changeSet.ExecutionStatus == "EXECUTE_IN_PROGRESS")
        {
            throw new QueryException("InvalidChangeSetStatus", $"ChangeSet [{changeSet.Id}] cannot be deleted in its current status of [{changeSet.ExecutionStatus}]");
        }

        stack.Change(record => record with { ChangeSets = [.. record.ChangeSets.Where(other => other.Id != changeSet.Id)] });
        return [];
    }

    private async Task<IEnumerable<object?>> CreateStackAsync(AwsRequest request, QueryForm form)
    {
        var onFailure = (form.Truth("DisableRollback"), form["OnFailure"]) switch
        {
            (true, _) or (_, "DO_NOTHING") => OnFailure.DoNothing,
            (_, "DELETE") => OnFailure.Delete,
            _ => OnFailure.Rollback,
        };
        var stack = engine.CreateStack(Request(request, form), onFailure, form.Truth("EnableTerminationProtection") == true);
        await engine.Operations.SettleAsync(stack, request.Aborted);
        return [new XElement("StackId", stack.Record.Id)];
    }

    private async Task<IEnumerable<object?>> UpdateStackAsync(AwsRequest request, QueryForm form)
    {
        var stack = engine.UpdateStack(Request(request, form), form.Truth("DisableRollback") == true);
        await engine.Operations.SettleAsync(stack, request.Aborted);
        return [new XElement("StackId", stack.Record.Id)];
    }

    private async Task<IEnumerable<object?>?> DeleteStackAsync(AwsRequest request, QueryForm form)
    {
        await engine.Operations.SettleAsync(engine.DeleteStack(StackName(form), form.List("RetainResources"), form["ClientRequestToken"]), request.Aborted);
        return null;
    }

    private IEnumerable<object?>? CancelUpdate(QueryForm form)
    {
        engine.CancelUpdate(StackName(form));
        return null;
    }

    private IEnumerable<object?> Protect(QueryForm form)
    {
        var stack = engine.Store.Require(StackName(form));
        stack.Change(record => record with { IsProtected = form.Truth("EnableTerminationProtection") == true });
        return [new XElement("StackId", stack.Record.Id)];
    }

    private IEnumerable<object?> DescribeResources(QueryForm form)
    {
        var physicalId = form["PhysicalResourceId"];
        var stack = physicalId is null
            ? engine.Store.Require(StackName(form))
            : engine.Store.All.FirstOrDefault(other => other.Record.Deleted is null && other.Record.Resources.Any(resource => resource.PhysicalId == physicalId))
                ?? throw QueryException.Validation($"Stack for {physicalId} does not exist");
        return CloudFormationReplies.Resources(stack.Record, form["LogicalResourceId"]);
    }

    private IEnumerable<object?> GetTemplate(QueryForm form)
    {
        var stack = engine.Store.Require(StackName(form));
        var input = form["ChangeSetName"] is { Length: > 0 } ? FindChangeSet(form).ChangeSet.Input : stack.Record.Input;
        var body = input?.TemplateBody ?? "";
        if (form["TemplateStage"] == "Processed" && input is not null)
        {
            body = engine.Processed(stack.Record, input);
        }

        return [new XElement("TemplateBody", body), QueryReply.List("StagesAvailable", Stages, stage => stage)];
    }

    private (Stack Stack, ChangeSetRecord ChangeSet) FindChangeSet(QueryForm form)
    {
        var name = Required(form, "ChangeSetName");
        var stack = form["StackName"] is { Length: > 0 } stackName
            ? engine.Store.Find(stackName)
            : engine.Store.All.FirstOrDefault(other => other.Record.ChangeSets.Any(changeSet => changeSet.Id == name));
        var found = stack?.Record.ChangeSets.FirstOrDefault(changeSet => changeSet.Name == name || changeSet.Id == name);
        return found is null ? throw new QueryException("ChangeSetNotFound", $"ChangeSet [{name}] does not exist", 404) : (stack!, found);
    }

    private StackRequest Request(AwsRequest request, QueryForm form) => new()
    {
        StackName = StackName(form),
        Region = request.Scope?.Region ?? region,
        TemplateBody = form.Truth("UsePreviousTemplate") == true ? null : TemplateBody(form),
        Parameters = [.. form.Structures("Parameters").Select(parameter =>
            new SuppliedParameter(parameter["ParameterKey"] ?? "", parameter["ParameterValue"], parameter.Truth("UsePreviousValue") == true))],
        Capabilities = form.List("Capabilities"),
        Tags = form.Structures("Tags").ToList() is { Count: > 0 } tags ? tags.ToDictionary(tag => tag["Key"] ?? "", tag => tag["Value"] ?? "") : null,
        NotificationArns = form.List("NotificationARNs"),
        RoleArn = form["RoleARN"],
        Token = form["ClientRequestToken"],
    };

    private string? TemplateBody(QueryForm form) => form["TemplateBody"] is { Length: > 0 } body ? TemplateSource.Inline(body) : form["TemplateURL"] is { Length: > 0 } url ? TemplateSource.FromBucket(url, buckets) : null;

    private string AnyTemplate(QueryForm form) =>
        TemplateBody(form)
        ?? (form["StackName"] is { Length: > 0 } name ? KeptTemplate(engine.Store.Require(name).Record) : null)
        ?? throw QueryException.Validation("Either Template URL or Template Body must be specified.");

    // A stack in review has no template of its own yet, but one that is proposed.
    private static string? KeptTemplate(StackRecord record) => (record.Input ?? (record.ChangeSets.Count > 0 ? record.ChangeSets[^1].Input : null))?.TemplateBody;

    private static string StackName(QueryForm form) => Required(form, "StackName");

    private static string Required(QueryForm form, string name) => form[name] is { Length: > 0 } value
        ? value
        : throw QueryException.Validation($"1 validation error detected: Value null at '{char.ToLowerInvariant(name[0])}{name[1..]}' failed to satisfy constraint: Member must not be null");
}
