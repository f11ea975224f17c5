using Microsoft.Build.Framework;
using Serverless.Artifacts;
using Serverless.Aws;
using Serverless.Compilation;
using Serverless.Diagnostics;
using Serverless.Sam;
using Serverless.Stacks;

namespace Serverless.Tasks;

/// <summary>A task that deploys, or prepares to deploy, what a manifest names.</summary>
public abstract class DeploymentTask : StackTask
{
    /// <summary>Absolute path of the manifest.</summary>
    [Required]
    public string Manifest { get; set; } = "";

    /// <summary>The bucket for artifacts; empty for the managed one.</summary>
    public string Bucket { get; set; } = "";

    /// <summary>Folder inside the bucket; empty for its root.</summary>
    public string BucketPrefix { get; set; } = "";

    /// <summary>KMS key for artifacts; empty leaves encryption to the bucket.</summary>
    public string KmsKeyId { get; set; } = "";

    /// <summary>The repositories for container images, as <see cref="ImageRepositories.Read"/> takes them; empty when there is none.</summary>
    public string ImageRepository { get; set; } = "";

    /// <summary><c>Local</c> or <c>Service</c>: who expands SAM.</summary>
    public string TransformMode { get; set; } = "";

    /// <summary><c>ServerlessParameter</c> items.</summary>
    public ITaskItem[] Parameters { get; set; } = [];

    /// <summary>The store that the properties describe.</summary>
    protected IArtifactStore Store(AwsConnection connection) => connection.CreateArtifactStore(new ArtifactStoreOptions
    {
        Bucket = NotEmpty(Bucket),
        Prefix = NotEmpty(BucketPrefix),
        KmsKeyId = NotEmpty(KmsKeyId),
        ImageRepositories = ImageRepositories.Read(ImageRepository),
        LeavesImages = IsLocal,
    });

    /// <summary>What the manifest and the properties ask for, or null when complaints were logged.</summary>
    protected async Task<DeployRequest?> PrepareAsync(AwsConnection connection, StackTarget target, IArtifactStore store, CancellationToken cancellationToken)
    {
        CheckRepositories();
        var parameters = ParameterItems.Read(Parameters);
        var context = new CompileContext(new TransformContext
        {
            Region = connection.Region,
            Time = TimeProvider.System,
            Applications = connection.CreateApplicationRepository(cancellationToken),
        })
        {
            Parameters = parameters,
            Mode = PropertyValue.Choose("ServerlessTransformMode", TransformMode, Compilation.TransformMode.Local),
        };
        var given = parameters.Select(parameter => new StackParameter(parameter.Name, parameter.Value) { IsSecret = !parameter.IsPlainText });
        return Take(await PackagedDeployment.PrepareAsync(Manifest, target with { Parameters = [.. given] }, store, context, cancellationToken));
    }

    // A manifest that cannot be read is complained of by the deployment itself.
    private void CheckRepositories()
    {
        var repositories = ImageRepositories.Read(ImageRepository);
        if (!repositories.ByFunction.IsEmpty && PackageFolder.ReadManifest(Manifest).Value is { } manifest
            && repositories.Check(manifest).ToList() is { Count: > 0 } complaints)
        {
            throw new DiagnosticException(complaints);
        }
    }
}
