using Serverless.Templates;

namespace Serverless.Local.Resources.Others;

/// <summary>Any type without a local body: it is recorded, says so in its event, and answers references plausibly.</summary>
internal sealed class RecordedBody(string type) : IResourceBody
{
    /// <inheritdoc/>
    public string ResourceType { get; } = type;

    /// <inheritdoc/>
    public IReadOnlySet<string> Replacing { get; } = RecordedTypes.Find(type).NameProperty is { } name ? new HashSet<string> { name } : new HashSet<string>();

    /// <inheritdoc/>
    public Task<ResourceIdentity> CreateAsync(ResourceRequest request, CancellationToken cancellationToken)
    {
        var form = RecordedTypes.Find(ResourceType);
        var name = form.NameProperty is { } property && request.Properties.Text(property) is { } given ? given : form.NewName(request);
        var arn = form.Arn?.Invoke(request, name) ?? GenericArn(request, name);
        var physicalId = form.Identify(request, name, arn);
        var attributes = new MapValue { { "Arn", arn } };
        foreach (var (attribute, value) in form.Attributes(request, name, arn))
        {
            attributes.Set(attribute, value);
        }

        return Task.FromResult(new ResourceIdentity(physicalId, attributes, $"{ResourceType} is not emulated by the local cloud; the resource is only recorded."));
    }

    /// <inheritdoc/>
    public Task<ResourceIdentity> UpdateAsync(ResourceRequest request, CancellationToken cancellationToken) => Task.FromResult(request.Identity!);

    /// <inheritdoc/>
    public Task DeleteAsync(ResourceRequest request, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>What <c>Fn::GetAtt</c> answers for an attribute that nobody foresaw: something of the right look, different for every resource.</summary>
    public static TemplateValue Attribute(string physicalId, string attribute) =>
        attribute.EndsWith("Arn", StringComparison.Ordinal) ? $"arn:aws:local:::{physicalId}/{attribute}" : $"{physicalId}-{attribute}";

    private static string GenericArn(ResourceRequest request, string name)
    {
        var parts = request.ResourceType.Split("::");
        var service = parts.Length > 1 ? parts[1].ToLowerInvariant() : "custom";
        return request.Arn(service, $"{parts[^1].ToLowerInvariant()}/{name}");
    }
}
