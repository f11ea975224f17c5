using System.Collections.Concurrent;
using Serverless.Artifacts;

namespace Serverless.Aws.Images;

/// <summary>Container images in the repositories of their functions.</summary>
/// <param name="repositories">Which repository is whose.</param>
/// <param name="open">Opens a repository; it is asked once for each.</param>
/// <param name="homeless">Takes the images of functions without a repository.</param>
internal sealed class FunctionImages(ImageRepositories repositories, Func<string, IImageStore> open, IImageStore homeless) : IImageStore
{
    private readonly ConcurrentDictionary<string, Lazy<IImageStore>> _opened = new(StringComparer.Ordinal);

    public Task<ArtifactLocation> AddressAsync(Artifact image, CancellationToken cancellationToken) => StoreOf(image).AddressAsync(image, cancellationToken);

    public Task<bool> PushAsync(Artifact image, ArtifactLocation location, IProgress<long>? progress, CancellationToken cancellationToken) =>
        StoreOf(image).PushAsync(image, location, progress, cancellationToken);

    private IImageStore StoreOf(Artifact image) =>
        repositories.Find(image.Function) is { } repository ? _opened.GetOrAdd(repository, name => new(() => open(name))).Value : homeless;
}
