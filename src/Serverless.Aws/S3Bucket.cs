using System.Net;
using Amazon.S3;
using Amazon.S3.Model;
using Serverless.Diagnostics;

namespace Serverless.Aws;

/// <summary>Clients for questions, and for transfers, which may take longer.</summary>
internal sealed record S3Clients(IAmazonS3 Questions, IAmazonS3 Transfers)
{
    /// <summary>True when something else than AWS's own endpoints answers.</summary>
    public bool IsCustomEndpoint => Questions.Config.ServiceURL is not null;
}

/// <summary>The bucket that artifacts go to: checked or made once, and the place where S3's failures become complaints.</summary>
internal sealed class S3Bucket(AwsConnection connection, S3Clients clients, string name, string owner, bool isManaged, string? kmsKeyId)
{
    private readonly Once<bool> _creation = new();

    public string Name { get; } = name;

    public string Owner { get; } = owner;

    /// <summary>Refuses a bucket in another region. The managed one is in the right place by its name, and shows at the first transfer whether it exists.</summary>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        if (isManaged)
        {
            return;
        }

        var found = await AskAsync(s3 => s3.HeadBucketAsync(new HeadBucketRequest { BucketName = Name, ExpectedBucketOwner = Owner }, cancellationToken), cancellationToken);
        if (found.BucketRegion is { Length: > 0 } region && region != connection.Region)
        {
            throw new DiagnosticException(AwsDiagnostics.BucketInOtherRegion(Name, region, connection.Region));
        }
    }

    /// <summary>Sends something, and once more when the managed bucket first had to be made.</summary>
    public async Task SendAsync(Func<Task> send, CancellationToken cancellationToken)
    {
        try
        {
            await send();
        }
        catch (AmazonS3Exception exception) when (isManaged && exception.ErrorCode == "NoSuchBucket")
        {
            await AskAsync(_ => _creation.GetAsync(() => CreateAsync(cancellationToken)), cancellationToken);
            await AskAsync(async _ => await Done(send()), cancellationToken);
        }
        catch (Exception exception) when (exception is not DiagnosticException && !cancellationToken.IsCancellationRequested)
        {
            throw new DiagnosticException(await ExplainAsync(exception, cancellationToken));
        }
    }

    /// <summary>Asks S3 something.</summary>
    public async Task<T> AskAsync<T>(Func<IAmazonS3, Task<T>> ask, CancellationToken cancellationToken)
    {
        try
        {
            return await ask(clients.Questions);
        }
        catch (Exception exception) when (exception is not DiagnosticException && !cancellationToken.IsCancellationRequested)
        {
            throw new DiagnosticException(await ExplainAsync(exception, cancellationToken));
        }
    }

    private Task<bool> CreateAsync(CancellationToken cancellationToken) =>
        Done(new ManagedBucket(clients.Questions, Name, Owner, connection.Region, clients.IsCustomEndpoint, kmsKeyId).CreateAsync(cancellationToken));

    private async Task<Diagnostic> ExplainAsync(Exception exception, CancellationToken cancellationToken)
    {
        if (connection.Explain(exception, "S3") is { } common)
        {
            return common;
        }

        var failure = exception as AmazonS3Exception ?? exception.InnerException as AmazonS3Exception;
        var (code, text) = (failure?.ErrorCode ?? "", AwsErrors.Brief(exception));
        return code switch
        {
            _ when code.StartsWith("KMS.", StringComparison.Ordinal) || text.Contains("kms", StringComparison.OrdinalIgnoreCase) => AwsDiagnostics.BadKey(kmsKeyId ?? "of the bucket", text),
            "BucketAlreadyExists" => AwsDiagnostics.ForeignBucket(Name, Owner),
            "PermanentRedirect" or "AuthorizationHeaderMalformed" or "IllegalLocationConstraintException" => Elsewhere(),
            _ => failure?.StatusCode switch
            {
                HttpStatusCode.MovedPermanently or HttpStatusCode.TemporaryRedirect => Elsewhere(),
                HttpStatusCode.NotFound => AwsDiagnostics.NoBucket(Name),
                HttpStatusCode.Forbidden when await IsForeignAsync(cancellationToken) => AwsDiagnostics.ForeignBucket(Name, Owner),
                HttpStatusCode.Forbidden => AwsDiagnostics.DeniedBucket(Name, Owner),
                _ => AwsDiagnostics.Refused($"a request about bucket '{Name}'", CodeOf(exception, failure), text),
            },
        };
    }

    private Diagnostic Elsewhere() => AwsDiagnostics.BucketInOtherRegion(Name, "another region", connection.Region);

    // A bucket that answers only as long as nobody in particular has to own it belongs to somebody else.
    private async Task<bool> IsForeignAsync(CancellationToken cancellationToken) =>
        await AnswersAsync(expectedOwner: null, cancellationToken) && !await AnswersAsync(Owner, cancellationToken);

    private async Task<bool> AnswersAsync(string? expectedOwner, CancellationToken cancellationToken)
    {
        try
        {
            await clients.Questions.HeadBucketAsync(new HeadBucketRequest { BucketName = Name, ExpectedBucketOwner = expectedOwner }, cancellationToken);
            return true;
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private static string CodeOf(Exception exception, AmazonS3Exception? failure) =>
        failure is null ? exception.GetType().Name : failure.ErrorCode is { Length: > 0 } code ? code : $"HTTP {(int)failure.StatusCode}";

    private static async Task<bool> Done(Task task)
    {
        await task;
        return true;
    }
}
