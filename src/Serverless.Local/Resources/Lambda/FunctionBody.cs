using Serverless.Local.Functions;
using Serverless.Templates;

namespace Serverless.Local.Resources.Lambda;

/// <summary><c>AWS::Lambda::Function</c>: code from the local S3, run by the function host.</summary>
internal sealed class FunctionBody : IResourceBody
{
    /// <inheritdoc/>
    public string ResourceType => "AWS::Lambda::Function";

    /// <inheritdoc/>
    public IReadOnlySet<string> Replacing { get; } = new HashSet<string> { "FunctionName", "PackageType" };

    /// <inheritdoc/>
    public async Task<ResourceIdentity> CreateAsync(ResourceRequest request, CancellationToken cancellationToken)
    {
        var name = request.Properties.Text("FunctionName") ?? request.GenerateName();
        if (request.Cloud.Functions.Find(name) is not null)
        {
            throw ResourceFailure.Handler($"Function already exist: {name} (Service: Lambda, Status Code: 409)", "AlreadyExists");
        }

        return await PutAsync(request, name, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<ResourceIdentity> UpdateAsync(ResourceRequest request, CancellationToken cancellationToken)
    {
        // The way back must not depend on the old object still being in its bucket: the function's own copy of the code is kept.
        if (request.IsRollback && FunctionRecords.Read(request.Identity!.Attributes) is { } configuration)
        {
            await request.Cloud.Functions.PutAsync(configuration, cancellationToken);
            return request.Identity!;
        }

        return await PutAsync(request, request.PhysicalId, cancellationToken);
    }

    /// <inheritdoc/>
    public Task DeleteAsync(ResourceRequest request, CancellationToken cancellationToken) => request.Cloud.Functions.RemoveAsync(request.PhysicalId, cancellationToken);

    /// <inheritdoc/>
    public async Task RestoreAsync(ResourceRequest request, CancellationToken cancellationToken)
    {
        if (FunctionRecords.Read(request.Identity!.Attributes) is { } configuration)
        {
            await request.Cloud.Functions.PutAsync(configuration, cancellationToken);
        }
    }

    private static async Task<ResourceIdentity> PutAsync(ResourceRequest request, string name, CancellationToken cancellationToken)
    {
        var properties = request.Properties;
        var arn = request.Arn("lambda", $"function:{name}");
        var attributes = new MapValue { { "Arn", arn } };
        properties.Required("Role");
        if (properties.Text("PackageType") == "Image" || properties["Code"].AsMap()?.ContainsKey("ImageUri") == true)
        {
            return new(name, attributes, "Functions from container images are not emulated by the local cloud; this one is only recorded.");
        }

        if (properties.Text("Runtime") is not { } runtime || properties.Text("Handler") is not { } handler)
        {
            throw ResourceFailure.Handler("Runtime and Handler are mandatory parameters for functions created with deployment packages.", "InvalidRequest");
        }

        var (timeout, memory) = (properties.Number("Timeout", 3), properties.Number("MemorySize", 128));
        Check("Timeout", timeout, 1, 900);
        Check("MemorySize", memory, 128, 10_240);
        var code = await request.Cloud.Code.TakeAsync(properties["Code"].AsMap() ?? [], runtime, cancellationToken);
        var configuration = new FunctionConfiguration
        {
            Name = name,
            Arn = arn,
            Runtime = runtime,
            Handler = handler,
            CodePath = code.Path,
            CodeSha256 = code.Sha256,
            Architecture = properties.Texts("Architectures").FirstOrDefault("x86_64"),
            TimeoutSeconds = timeout,
            MemorySize = memory,
            Environment = properties["Environment"].AsMap()?.TextMap("Variables") ?? [],
            LogGroup = properties["LoggingConfig"].AsMap()?.Text("LogGroup") ?? $"/aws/lambda/{name}",
            Region = request.Stack.Region,
        };
        await request.Cloud.Functions.PutAsync(configuration, cancellationToken);
        FunctionRecords.Write(attributes, configuration);
        return new(name, attributes);
    }

    private static void Check(string property, int value, int least, int most)
    {
        if (value < least || value > most)
        {
            throw ResourceFailure.Handler($"1 validation error detected: Value '{value}' at '{char.ToLowerInvariant(property[0])}{property[1..]}' failed to satisfy constraint: Member must have value between {least} and {most}", "InvalidRequest");
        }
    }
}
