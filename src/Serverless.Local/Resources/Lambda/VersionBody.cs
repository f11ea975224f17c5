using System.Globalization;

namespace Serverless.Local.Resources.Lambda;

/// <summary><c>AWS::Lambda::Version</c>: a numbered copy of the function's configuration. Versions never change.</summary>
internal sealed class VersionBody : IResourceBody
{
    /// <inheritdoc/>
    public string ResourceType => "AWS::Lambda::Version";

    /// <inheritdoc/>
    public IReadOnlySet<string> Replacing { get; } = new HashSet<string> { "FunctionName", "CodeSha256", "Description" };

    /// <inheritdoc/>
    public async Task<ResourceIdentity> CreateAsync(ResourceRequest request, CancellationToken cancellationToken)
    {
        var function = FunctionReference.Parse(request.Properties.Required("FunctionName"));
        var latest = request.Cloud.Functions.Find(function.Name)
            ?? throw ResourceFailure.Handler($"Function not found: {request.Arn("lambda", $"function:{function.Name}")} (Service: Lambda, Status Code: 404)", "NotFound");

        // Numbers are never used twice, not even after a version was deleted.
        var number = request.Cloud.Code.NextVersion(function.Name);
        var version = number.ToString(CultureInfo.InvariantCulture);
        var published = latest with { Version = version };
        await request.Cloud.Functions.PutAsync(published, cancellationToken);

        var arn = $"{latest.Arn}:{version}";
        var identity = new ResourceIdentity(arn, new() { { "Version", version }, { "FunctionArn", arn } });
        FunctionRecords.Write(identity.Attributes, published);
        return identity;
    }

    /// <inheritdoc/>
    public Task<ResourceIdentity> UpdateAsync(ResourceRequest request, CancellationToken cancellationToken) => Task.FromResult(request.Identity!);

    /// <summary>Ends the version's processes and forgets it.</summary>
    public Task DeleteAsync(ResourceRequest request, CancellationToken cancellationToken) =>
        FunctionRecords.Read(request.Identity!.Attributes) is { } configuration
            ? request.Cloud.Functions.RemoveVersionAsync(configuration.Name, configuration.Version, cancellationToken)
            : Task.CompletedTask;

    /// <inheritdoc/>
    public async Task RestoreAsync(ResourceRequest request, CancellationToken cancellationToken)
    {
        if (FunctionRecords.Read(request.Identity!.Attributes) is { } configuration)
        {
            await request.Cloud.Functions.PutAsync(configuration, cancellationToken);
        }
    }
}
