using Serverless.Templates;

namespace Serverless.Local.Resources.HttpApis;

/// <summary>What the parts of an HTTP API have in common: they belong to one API by its id and change it.</summary>
internal abstract class ApiPartBody(string type, params string[] replacing) : IResourceBody
{
    /// <inheritdoc/>
    public string ResourceType { get; } = type;

    /// <inheritdoc/>
    public IReadOnlySet<string> Replacing { get; } = new HashSet<string>(replacing) { "ApiId" };

    /// <inheritdoc/>
    public async Task<ResourceIdentity> CreateAsync(ResourceRequest request, CancellationToken cancellationToken)
    {
        var identity = Identify(request);
        await ApplyAsync(request, identity, cancellationToken);
        return identity;
    }

    /// <inheritdoc/>
    public async Task<ResourceIdentity> UpdateAsync(ResourceRequest request, CancellationToken cancellationToken)
    {
        await ApplyAsync(request, request.Identity!, cancellationToken);
        return request.Identity!;
    }

    /// <inheritdoc/>
    public Task DeleteAsync(ResourceRequest request, CancellationToken cancellationToken) =>
        request.Cloud.Apis.ChangeAsync(request.Properties.Required("ApiId"), api => Remove(api, request.PhysicalId), cancellationToken);

    /// <inheritdoc/>
    public Task RestoreAsync(ResourceRequest request, CancellationToken cancellationToken) => ApplyAsync(request, request.Identity!, cancellationToken);

    /// <summary>The identity of a new part.</summary>
    protected abstract ResourceIdentity Identify(ResourceRequest request);

    /// <summary>Adds or replaces the part.</summary>
    protected abstract void Put(HttpApi api, string physicalId, MapValue properties);

    /// <summary>Takes the part out.</summary>
    protected abstract void Remove(HttpApi api, string physicalId);

    /// <summary>An identity of a random id, which an attribute of the given name answers too.</summary>
    protected static ResourceIdentity Random(string attribute)
    {
        var id = PhysicalIds.Random(7, PhysicalIds.LowerCase);
        return new(id, new() { { attribute, id } });
    }

    private Task ApplyAsync(ResourceRequest request, ResourceIdentity identity, CancellationToken cancellationToken) =>
        request.Cloud.Apis.ChangeAsync(request.Properties.Required("ApiId"), api => Put(api, identity.PhysicalId, request.Properties), cancellationToken);
}

/// <summary><c>AWS::ApiGatewayV2::Stage</c>.</summary>
internal sealed class StageBody() : ApiPartBody("AWS::ApiGatewayV2::Stage", "StageName")
{
    /// <inheritdoc/>
    protected override ResourceIdentity Identify(ResourceRequest request) => new(request.Properties.Required("StageName"));

    /// <inheritdoc/>
    protected override void Put(HttpApi api, string physicalId, MapValue properties) => api.Stages[physicalId] = new(physicalId, properties.TextMap("StageVariables"));

    /// <inheritdoc/>
    protected override void Remove(HttpApi api, string physicalId) => api.Stages.Remove(physicalId);
}

/// <summary><c>AWS::ApiGatewayV2::Integration</c>.</summary>
internal sealed class IntegrationBody() : ApiPartBody("AWS::ApiGatewayV2::Integration")
{
    /// <inheritdoc/>
    protected override ResourceIdentity Identify(ResourceRequest request) => Random("IntegrationId");

    /// <inheritdoc/>
    protected override void Put(HttpApi api, string physicalId, MapValue properties) => api.Integrations[physicalId] = ApiIntegration.Of(
        properties.Text("IntegrationType"), properties.Text("IntegrationUri"), properties.Text("PayloadFormatVersion"), properties.Number("TimeoutInMillis", 30_000));

    /// <inheritdoc/>
    protected override void Remove(HttpApi api, string physicalId) => api.Integrations.Remove(physicalId);
}

/// <summary><c>AWS::ApiGatewayV2::Route</c>.</summary>
internal sealed class RouteBody() : ApiPartBody("AWS::ApiGatewayV2::Route")
{
    /// <inheritdoc/>
    protected override ResourceIdentity Identify(ResourceRequest request) => Random("RouteId");

    /// <inheritdoc/>
    protected override void Put(HttpApi api, string physicalId, MapValue properties)
    {
        const string Integrations = "integrations/";
        var target = properties.Text("Target");
        api.Routes[physicalId] = new(
            properties.Required("RouteKey"),
            target?.StartsWith(Integrations, StringComparison.Ordinal) == true ? target[Integrations.Length..] : null,
            properties.Text("AuthorizationType") is { } type and not "NONE" ? $"The route asks for authorization of type {type}, and authorizers are not emulated by the local cloud." : null);
    }

    /// <inheritdoc/>
    protected override void Remove(HttpApi api, string physicalId) => api.Routes.Remove(physicalId);
}

/// <summary><c>AWS::ApiGatewayV2::Deployment</c>, which has nothing to do: changes are served at once.</summary>
internal sealed class DeploymentBody() : ApiPartBody("AWS::ApiGatewayV2::Deployment")
{
    /// <inheritdoc/>
    protected override ResourceIdentity Identify(ResourceRequest request) => Random("DeploymentId");

    /// <inheritdoc/>
    protected override void Put(HttpApi api, string physicalId, MapValue properties)
    {
    }

    /// <inheritdoc/>
    protected override void Remove(HttpApi api, string physicalId)
    {
    }
}
