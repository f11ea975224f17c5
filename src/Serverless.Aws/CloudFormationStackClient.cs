using System.Collections.Immutable;
using System.Xml.Linq;
using Amazon.Runtime;
using Serverless.Aws.Query;
using Serverless.Diagnostics;
using Serverless.Stacks;

namespace Serverless.Aws;

/// <summary>CloudFormation over the Query protocol (<see href="https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/"/>).</summary>
internal sealed class CloudFormationStackClient(AwsConnection connection, Lazy<QueryServiceClient> client) : IStackClient
{
    // CloudFormation hands out a hundred events a page; a stack of five hundred resources has some thousand.
    private const int MaximumPages = 200;

    public async Task<StackDescription?> DescribeAsync(string stack, CancellationToken cancellationToken)
    {
        try
        {
            var result = await SendAsync(new QueryRequest("DescribeStacks").With("StackName", stack), cancellationToken);
            return result.Members("Stacks").Select(StackReader.Stack).FirstOrDefault();
        }
        catch (StackClientException exception) when (exception.Failure == StackFailure.NotFound)
        {
            return null;
        }
    }

    public async Task<ChangeSet> CreateChangeSetAsync(ChangeSetRequest request, CancellationToken cancellationToken)
    {
        var result = await SendAsync(StackWriter.CreateChangeSet(request), cancellationToken);
        return new(result.Required("Id"), result.Text("StackId") ?? request.StackName, ChangeSetStatus.InProgress);
    }

    public async Task<ChangeSet> DescribeChangeSetAsync(string changeSet, string stack, CancellationToken cancellationToken)
    {
        ChangeSet? made = null;
        string? next = null;
        for (var page = 0; page < MaximumPages && (made is null || next is not null); page++)
        {
            var query = new QueryRequest("DescribeChangeSet").With("ChangeSetName", changeSet).With("StackName", StackNameFor(changeSet, stack)).With("NextToken", next);
            var result = await SendAsync(query, cancellationToken);
            var part = StackReader.ChangeSet(result);
            made = made is null ? part : made with { Changes = made.Changes.AddRange(part.Changes) };
            next = part.Status == ChangeSetStatus.Ready ? result.Text("NextToken") : null;
        }

        return made!;
    }

    public Task ExecuteAsync(ExecutionRequest request, CancellationToken cancellationToken) =>
        SendAsync(
            new QueryRequest("ExecuteChangeSet")
                .With("ChangeSetName", request.ChangeSetId)
                .With("StackName", StackNameFor(request.ChangeSetId, request.StackId))
                .With("ClientRequestToken", request.Token)
                .With("DisableRollback", request.DisableRollback),
            cancellationToken);

    public async Task DeleteChangeSetAsync(string changeSet, string stack, CancellationToken cancellationToken)
    {
        try
        {
            await SendAsync(new QueryRequest("DeleteChangeSet").With("ChangeSetName", changeSet).With("StackName", StackNameFor(changeSet, stack)), cancellationToken);
        }
        catch (StackClientException exception) when (exception.Failure == StackFailure.NotFound)
        {
            // Gone is what was wanted.
        }
    }

    public Task DeleteStackAsync(DeletionRequest request, CancellationToken cancellationToken)
    {
        var query = new QueryRequest("DeleteStack").With("StackName", request.StackId).With("ClientRequestToken", request.Token).With("RoleARN", request.RoleArn);
        return SendAsync(request.Retain.IsEmpty ? query : query.WithList("RetainResources", request.Retain), cancellationToken);
    }

    public async Task<StackEvent?> LatestEventAsync(string stack, CancellationToken cancellationToken)
    {
        var result = await SendAsync(new QueryRequest("DescribeStackEvents").With("StackName", stack), cancellationToken);
        return result.Members("StackEvents").Select(StackReader.Event).FirstOrDefault();
    }

    public async Task<ImmutableArray<StackEvent>> EventsAfterAsync(string stack, string? afterEventId, CancellationToken cancellationToken)
    {
        var newestFirst = new List<StackEvent>();
        string? next = null;
        for (var page = 0; page < MaximumPages; page++)
        {
            var result = await SendAsync(new QueryRequest("DescribeStackEvents").With("StackName", stack).With("NextToken", next), cancellationToken);
            foreach (var happened in result.Members("StackEvents").Select(StackReader.Event))
            {
                if (happened.Id == afterEventId)
                {
                    return Oldest(newestFirst);
                }

                newestFirst.Add(happened);
            }

            next = result.Text("NextToken");
            if (next is null)
            {
                break;
            }
        }

        return Oldest(newestFirst);
    }

    public async Task<ImmutableArray<StackResource>> ListResourcesAsync(string stack, CancellationToken cancellationToken)
    {
        var resources = ImmutableArray.CreateBuilder<StackResource>();
        string? next = null;
        for (var page = 0; page < MaximumPages && (page == 0 || next is not null); page++)
        {
            var result = await SendAsync(new QueryRequest("ListStackResources").With("StackName", stack).With("NextToken", next), cancellationToken);
            resources.AddRange(result.Members("StackResourceSummaries").Select(StackReader.Resource));
            next = result.Text("NextToken");
        }

        return resources.DrainToImmutable();
    }

    public Task SetTerminationProtectionAsync(string stack, bool enabled, CancellationToken cancellationToken) =>
        SendAsync(new QueryRequest("UpdateTerminationProtection").With("StackName", stack).With("EnableTerminationProtection", (bool?)enabled), cancellationToken);

    // An ARN names its stack by itself; a name does not.
    private static string? StackNameFor(string changeSet, string stack) => changeSet.StartsWith("arn:", StringComparison.Ordinal) ? null : stack;

    private static ImmutableArray<StackEvent> Oldest(List<StackEvent> newestFirst)
    {
        newestFirst.Reverse();
        return [.. newestFirst];
    }

    private async Task<XElement> SendAsync(QueryRequest request, CancellationToken cancellationToken)
    {
        await connection.CheckAccountAsync(cancellationToken);
        try
        {
            return await client.Value.SendAsync(request, cancellationToken);
        }
        catch (Exception exception) when (exception is not DiagnosticException && !cancellationToken.IsCancellationRequested)
        {
            throw Explain(exception);
        }
    }

    private Exception Explain(Exception exception)
    {
        if (AwsErrors.Credentials(exception, connection.Profile) is { } identity)
        {
            return new DiagnosticException(identity);
        }

        return exception is AmazonServiceException service && !string.IsNullOrEmpty(service.ErrorCode)
            ? new StackClientException(Classify(service), service.ErrorCode, service.Message, exception) { RequestId = service.RequestId }
            : new StackClientException(StackFailure.Unavailable, code: null, AwsErrors.Brief(exception), exception);
    }

    private static StackFailure Classify(AmazonServiceException exception)
    {
        if (AwsErrors.IsThrottle(exception))
        {
            return StackFailure.Throttled;
        }

        if (AwsErrors.IsDenied(exception))
        {
            return StackFailure.AccessDenied;
        }

        if (AwsErrors.IsSilence(exception))
        {
            return StackFailure.Unavailable;
        }

        // CloudFormation calls a missing stack a validation error, so that the text has to tell.
        return exception.ErrorCode switch
        {
            "InsufficientCapabilities" or "InsufficientCapabilitiesException" => StackFailure.InsufficientCapabilities,
            "ChangeSetNotFound" or "ChangeSetNotFoundException" or "StackNotFoundException" => StackFailure.NotFound,
            "ValidationError" when exception.Message.Contains("does not exist", StringComparison.OrdinalIgnoreCase)
                && exception.Message.Contains("stack", StringComparison.OrdinalIgnoreCase) => StackFailure.NotFound,
            _ => StackFailure.Refused,
        };
    }
}
