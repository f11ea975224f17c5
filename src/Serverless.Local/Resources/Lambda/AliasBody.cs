namespace Serverless.Local.Resources.Lambda;

/// <summary><c>AWS::Lambda::Alias</c>.</summary>
internal sealed class AliasBody : IResourceBody
{
    /// <inheritdoc/>
    public string ResourceType => "AWS::Lambda::Alias";

    /// <inheritdoc/>
    public IReadOnlySet<string> Replacing { get; } = new HashSet<string> { "FunctionName", "Name" };

    /// <inheritdoc/>
    public Task<ResourceIdentity> CreateAsync(ResourceRequest request, CancellationToken cancellationToken)
    {
        var function = FunctionReference.Parse(request.Properties.Required("FunctionName"));
        var name = request.Properties.Required("Name");
        var arn = request.Arn("lambda", $"function:{function.Name}:{name}");
        Point(request);
        return Task.FromResult(new ResourceIdentity(arn, new() { { "AliasArn", arn } }));
    }

    /// <inheritdoc/>
    public Task<ResourceIdentity> UpdateAsync(ResourceRequest request, CancellationToken cancellationToken)
    {
        Point(request);
        return Task.FromResult(request.Identity!);
    }

    /// <inheritdoc/>
    public Task DeleteAsync(ResourceRequest request, CancellationToken cancellationToken)
    {
        request.Cloud.Functions.RemoveAlias(FunctionReference.Parse(request.Properties.Required("FunctionName")).Name, request.Properties.Required("Name"));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task RestoreAsync(ResourceRequest request, CancellationToken cancellationToken)
    {
        Point(request);
        return Task.CompletedTask;
    }

    private static void Point(ResourceRequest request)
    {
        var function = FunctionReference.Parse(request.Properties.Required("FunctionName")).Name;
        var version = request.Properties.Required("FunctionVersion");
        if (request.Cloud.Functions.Find(function, version) is null)
        {
            throw ResourceFailure.Handler($"Function not found: {request.Arn("lambda", $"function:{function}:{version}")} (Service: Lambda, Status Code: 404)", "NotFound");
        }

        request.Cloud.Functions.PutAlias(function, request.Properties.Required("Name"), version);
    }
}
