using Serverless.Templates;

namespace Serverless.Local.Resources.Others;

/// <summary>A type that needs no body here, because nothing in the local cloud asks it: permissions, settings, policies.</summary>
/// <param name="type">The resource type.</param>
/// <param name="identify">Makes its identity.</param>
/// <param name="replacing">The properties whose change needs a new resource.</param>
internal sealed class QuietBody(string type, Func<ResourceRequest, ResourceIdentity> identify, params string[] replacing) : IResourceBody
{
    /// <inheritdoc/>
    public string ResourceType { get; } = type;

    /// <inheritdoc/>
    public IReadOnlySet<string> Replacing { get; } = new HashSet<string>(replacing);

    /// <inheritdoc/>
    public Task<ResourceIdentity> CreateAsync(ResourceRequest request, CancellationToken cancellationToken) => Task.FromResult(identify(request));

    /// <inheritdoc/>
    public Task<ResourceIdentity> UpdateAsync(ResourceRequest request, CancellationToken cancellationToken) => Task.FromResult(request.Identity!);

    /// <inheritdoc/>
    public Task DeleteAsync(ResourceRequest request, CancellationToken cancellationToken) => Task.CompletedTask;
}

/// <summary>The types that are settings of something else, or that only AWS would enforce.</summary>
internal static class QuietBodies
{
    /// <summary>All of them.</summary>
    public static IEnumerable<IResourceBody> All =>
    [
        new QuietBody("AWS::IAM::Role", Role, "RoleName", "Path"),
        new QuietBody("AWS::IAM::Policy", request => new(Prefixed(request.Properties.Text("PolicyName") ?? request.GenerateName())), "PolicyName"),
        new QuietBody("AWS::IAM::ManagedPolicy", ManagedPolicy, "ManagedPolicyName", "Path", "Description"),
        new QuietBody("AWS::Lambda::Permission", request => new(request.GenerateName(), new() { { "Id", request.LogicalId } }), "Action", "FunctionName", "Principal", "SourceArn", "SourceAccount"),
        new QuietBody("AWS::Lambda::EventInvokeConfig", request => new($"{request.Properties.Text("FunctionName")}|{request.Properties.Text("Qualifier") ?? "$LATEST"}"), "FunctionName", "Qualifier"),
        new QuietBody("AWS::Logs::LogGroup", LogGroup, "LogGroupName"),
        new QuietBody("AWS::CloudFormation::WaitConditionHandle", request => new($"http://127.0.0.1/waitcondition/{request.Stack.StackName}/{request.LogicalId}/{Guid.NewGuid():N}")),
        new QuietBody("AWS::S3::BucketPolicy", request => new(request.Properties.Required("Bucket")), "Bucket"),
    ];

    private static ResourceIdentity Role(ResourceRequest request)
    {
        var name = request.Properties.Text("RoleName") ?? request.GenerateName();
        var arn = request.GlobalArn("iam", $"role{request.Properties.Text("Path") ?? "/"}{name}");
        return new(name, new() { { "Arn", arn }, { "RoleId", $"AROA{PhysicalIds.Random(17, PhysicalIds.UpperCase)}" } });
    }

    private static ResourceIdentity ManagedPolicy(ResourceRequest request)
    {
        var name = request.Properties.Text("ManagedPolicyName") ?? request.GenerateName(128);
        var arn = request.GlobalArn("iam", $"policy{request.Properties.Text("Path") ?? "/"}{name}");
        return new(arn, new() { { "PolicyArn", arn }, { "PolicyId", $"ANPA{PhysicalIds.Random(17, PhysicalIds.UpperCase)}" } });
    }

    private static ResourceIdentity LogGroup(ResourceRequest request)
    {
        var name = request.Properties.Text("LogGroupName") ?? request.GenerateName(512);
        return new(name, new() { { "Arn", $"{request.Arn("logs", $"log-group:{name}")}:*" } });
    }

    // Inline policies have an id of their own that begins with the stack's first letters.
    private static string Prefixed(string name) => $"{name[..Math.Min(4, name.Length)]}-{PhysicalIds.Random(4, PhysicalIds.UpperCase)}-{PhysicalIds.Random(12, PhysicalIds.UpperCase)}";
}
