using System.Text.RegularExpressions;
using Amazon;
using Serverless.Artifacts;
using Serverless.Artifacts.Images;
using Serverless.Diagnostics;

namespace Serverless.Aws.Images;

/// <summary>
/// Container images in a repository of ECR or any other registry. The tag is the hash of the image's content, so an image that is there is
/// the right one and is never sent again; of one that is not, only the layers that are missing.
/// </summary>
internal sealed partial class RegistryImages(AwsConnection connection, string repository) : IImageStore
{
    // https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pulling-manifests
    private const int LongestTag = 128;

    private readonly Once<ImageRepository> _repository = new();
    private readonly Once<RegistryClient> _client = new();

    public async Task<ArtifactLocation> AddressAsync(Artifact image, CancellationToken cancellationToken)
    {
        var name = Unreadable().Replace(image.Id, "-").TrimStart('.', '-');
        var readable = name[..Math.Min(name.Length, LongestTag - image.ContentHash.Length - 1)];
        return new((await RepositoryAsync(cancellationToken)).ToString(), readable.Length > 0 ? $"{readable}-{image.ContentHash}" : image.ContentHash);
    }

    public async Task<bool> PushAsync(Artifact image, ArtifactLocation location, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        var client = await _client.GetAsync(async () => connection.KeepUntilDisposed(new RegistryClient(connection, await RepositoryAsync(cancellationToken))));
        await connection.CheckAccountAsync(cancellationToken);
        if (await client.HasManifestAsync(location.Key, cancellationToken))
        {
            return false;
        }

        var archive = Open(image);
        var sent = new SentBytes(progress);
        foreach (var part in archive.Manifest.Parts)
        {
            await client.PushAsync(part, () => archive.Open(part), sent, cancellationToken);
        }

        await client.PutManifestAsync(location.Key, archive.Manifest, cancellationToken);
        return true;
    }

    private static ImageArchive Open(Artifact image)
    {
        try
        {
            var archive = ImageArchive.Read(image.Path);
            return archive.Manifest.Digest == image.ImageDigest ? archive : throw new InvalidDataException("it holds another image than was packaged");
        }
        catch (Exception broken) when (broken is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new DiagnosticException(AwsDiagnostics.BadArtifact(image.Path, broken.Message));
        }
    }

    private Task<ImageRepository> RepositoryAsync(CancellationToken cancellationToken) => _repository.GetAsync(async () =>
    {
        var found = ImageRepository.Read(ImageRepository.IsName(repository) ? $"{await RegistryAsync(cancellationToken)}/{repository}" : repository);
        return found.EcrRegion is { } region && region != connection.Region
            ? throw new DiagnosticException(AwsDiagnostics.BadRepository(repository, $"it is in {region} and the stack in {connection.Region}; Lambda reads images only from its own region"))
            : found;
    });

    private async Task<string> RegistryAsync(CancellationToken cancellationToken)
    {
        var account = (await connection.IdentifyAsync(cancellationToken)).Account;
        return $"{account}.dkr.ecr.{connection.Region}.{RegionEndpoint.GetBySystemName(connection.Region).PartitionDnsSuffix}";
    }

    [GeneratedRegex("[^A-Za-z0-9._-]+", RegexOptions.ExplicitCapture)]
    private static partial Regex Unreadable();
}
