using Amazon.Runtime;
using Serverless.Aws.Rest;
using Serverless.Diagnostics;
using Serverless.Sam;

namespace Serverless.Aws;

/// <summary>
/// The AWS Serverless Application Repository (<see href="https://docs.aws.amazon.com/serverlessrepo/latest/devguide/"/>). It copies the
/// template of an application for the account that asks, and that takes a while.
/// </summary>
internal sealed class ServerlessRepository(AwsConnection connection, Lazy<RestJsonClient> client, CancellationToken cancellationToken) : IApplicationRepository
{
    private const string Service = "The AWS Serverless Application Repository";

    /// <summary>How long to wait before asking again whether a template is ready.</summary>
    public required TimeSpan Pause { get; init; }

    /// <summary>When to give up; the service's own transform waits five minutes.</summary>
    public required TimeSpan Patience { get; init; }

    /// <inheritdoc/>
    /// <exception cref="DiagnosticException">Nobody who could know was reached: no or bad credentials, another account, no answer.</exception>
    public ApplicationTemplate Find(string applicationId, string semanticVersion) =>
        // The transform takes no time but for this, so that nothing else in it is asynchronous.
        Task.Run(() => FindAsync(applicationId, semanticVersion), cancellationToken).GetAwaiter().GetResult();

    private async Task<ApplicationTemplate> FindAsync(string applicationId, string semanticVersion)
    {
        try
        {
            await connection.CheckAccountAsync(cancellationToken);
            var made = await client.Value.SendAsync(Create(applicationId, semanticVersion), cancellationToken);
            return await AwaitAsync(applicationId, made);
        }
        catch (Exception exception) when (exception is not DiagnosticException && !cancellationToken.IsCancellationRequested)
        {
            return Explain(exception, applicationId, semanticVersion);
        }
    }

    private async Task<ApplicationTemplate> AwaitAsync(string applicationId, RestJsonResponse made)
    {
        var id = made.Text("templateId") ?? throw new InvalidDataException("The reply has no 'templateId'.");
        var ends = DateTimeOffset.UtcNow + Patience;
        for (var state = made; ; state = await client.Value.SendAsync(Get(applicationId, id), cancellationToken))
        {
            switch (state.Text("status"))
            {
                case "ACTIVE":
                    return ApplicationTemplate.At(state.Text("templateUrl") ?? throw new InvalidDataException("The reply has no 'templateUrl'."));
                case "PREPARING" when DateTimeOffset.UtcNow < ends:
                    await Task.Delay(Pause, cancellationToken);
                    break;
                case "PREPARING":
                    return Refused($"The application's template was not ready after {Patience.TotalMinutes:0} minutes.", "Try again later.");
                case var status:
                    return Refused($"The application's template cannot be used: it is {status ?? "in no known state"}.", "Try again, and if that does not help, ask the application's owner.");
            }
        }
    }

    private static RestJsonRequest Create(string applicationId, string semanticVersion) => new("POST", "/applications/{applicationId}/templates")
    {
        PathValues = new Dictionary<string, string> { ["applicationId"] = applicationId },
        Body = new Dictionary<string, string> { ["semanticVersion"] = semanticVersion },
    };

    private static RestJsonRequest Get(string applicationId, string templateId) => new("GET", "/applications/{applicationId}/templates/{templateId}")
    {
        PathValues = new Dictionary<string, string> { ["applicationId"] = applicationId, ["templateId"] = templateId },
    };

    // What is about the application is said at its place in the template; the rest is about the machine or the account.
    private ApplicationTemplate Explain(Exception exception, string applicationId, string semanticVersion)
    {
        if (exception is AmazonServiceException { ErrorCode: "NotImplemented" } missing)
        {
            return Refused(missing.Message, "Deploy it to AWS, or let Location be the path of a template of your own.");
        }

        if (connection.Explain(exception, Service) is { } general)
        {
            throw new DiagnosticException(general);
        }

        return exception is not AmazonServiceException service ? throw new DiagnosticException(AwsDiagnostics.NotReachable(Service, connection.EndpointUrl, AwsErrors.Brief(exception)))
            : service.ErrorCode switch
            {
                "NotFoundException" => Refused(service.Message, $"Check the ARN and that there is a version {semanticVersion}, and whether the application is shared with this account."),
                "ForbiddenException" or "AccessDeniedException" => Refused(
                    service.Message, $"The application has to be shared with this account, and the caller needs serverlessrepo:CreateCloudFormationTemplate and serverlessrepo:GetCloudFormationTemplate on {applicationId}."),
                _ when AwsErrors.IsThrottle(service) => throw new DiagnosticException(AwsDiagnostics.NotReachable(Service, connection.EndpointUrl, service.Message)),
                _ => Refused(service.Message, "Check ApplicationId and SemanticVersion."),
            };
    }

    private static ApplicationTemplate Refused(string problem, string help) => ApplicationTemplate.Refused(problem) with { Help = help };
}
