using System.Text;
using Serverless.Artifacts;
using Serverless.Artifacts.Images;
using Serverless.Aws.Images;
using Serverless.Testing;

namespace Serverless.Aws;

public sealed class PushingImages : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly LoopbackRegistry _registry = new();
    private readonly LoopbackServer _server = new(_ => Some.Identity);
    private readonly AwsConnection _connection;

    public PushingImages() => _connection = Some.Connection(_server.Url);

    public void Dispose()
    {
        _connection.Dispose();
        _server.Dispose();
        _registry.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task SendsAllPartsAndThenTheManifestUnderTheHashOfTheContent()
    {
        var image = await PackAsync("one");
        var (isSent, location) = await PushAsync(image);
        Assert.True(isSent);
        Assert.Equal($"{_registry.Host}/orders:App-image-{image.ContentHash}", location.ImageUri);
        Assert.Equal(image.ImageDigest, SmallImage.DigestOf(_registry.Manifests[$"orders:{location.Key}"]));
        var archive = ImageArchive.Read(image.Path);
        Assert.All(archive.Manifest.Parts, part => Assert.Equal(archive.ReadAll(part), _registry.Parts[part.Digest]));
        Assert.StartsWith("PUT /v2/orders/manifests/", _registry.Requests[^1], StringComparison.Ordinal);
        Assert.Empty(_server.Requests);
    }

    [Fact]
    public async Task SendsNothingThatIsThere()
    {
        await PushAsync(await PackAsync("one"));
        var asked = _registry.Requests.Count;
        Assert.False((await PushAsync(await PackAsync("one"))).IsSent);
        Assert.StartsWith("HEAD /v2/orders/manifests/", Assert.Single(_registry.Requests.Skip(asked)), StringComparison.Ordinal);

        asked = _registry.Requests.Count;
        Assert.True((await PushAsync(await PackAsync("two"))).IsSent);
        // The base is there; the program's layer and the settings are not.
        Assert.Equal(2, _registry.Requests.Skip(asked).Count(request => request.StartsWith("POST ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task TellsTheBytesAndNeverFewer()
    {
        var told = new List<long>();
        var cuts = 1;
        _registry.Interfere = (method, _) => method == "PATCH" && cuts-- > 0 ? 503 : null;
        var image = await PackAsync("one");
        var store = Store();
        await store.StoreAsync(image, await store.AddressAsync(image, Some.Token), new Told(told), Some.Token);
        Assert.Equal(told.Order(), told);
        Assert.Equal(ImageArchive.Read(image.Path).Manifest.Parts.Sum(part => part.Size), told[^1]);
    }

    [Theory]
    [InlineData("HEAD", 503)]
    [InlineData("HEAD", -1)]
    [InlineData("POST", 500)]
    [InlineData("PATCH", 502)]
    [InlineData("PATCH", -1)]
    [InlineData("PUT", 429)]
    [InlineData("PUT", -1)]
    public async Task TriesAgainWhatFailsInPassing(string method, int status)
    {
        var failures = 2;
        _registry.Interfere = (asked, _) => asked == method && failures-- > 0 ? status : null;
        var image = await PackAsync("one");
        Assert.True((await PushAsync(image)).IsSent);
        Assert.True(failures <= 0);
        Assert.Equal(image.ImageDigest, SmallImage.DigestOf(Assert.Single(_registry.Manifests).Value));
    }

    [Theory]
    [InlineData("HEAD", -1, "SLS0608")]
    [InlineData("PATCH", -1, "SLS0608")]
    [InlineData("HEAD", 500, "SLS0621")]
    [InlineData("PATCH", 413, "SLS0621")]
    [InlineData("PUT", 400, "SLS0621")]
    [InlineData("POST", 404, "SLS0619")]
    [InlineData("POST", 403, "SLS0620")]
    [InlineData("HEAD", 401, "SLS0620")]
    public async Task SaysWhatDoesNotPass(string method, int status, string code)
    {
        _registry.Interfere = (asked, _) => asked == method ? status : null;
        var image = await PackAsync("one");
        var complaint = await Some.ComplaintAsync(() => PushAsync(image));
        Assert.Equal(code, complaint.Code);
        Assert.Contains(_registry.Host, complaint.Text, StringComparison.Ordinal);
        Assert.Empty(_registry.Manifests);
    }

    [Fact]
    public async Task AsksTheTokenServiceThatTheRegistryNames()
    {
        _registry.Question = $"Bearer realm=\"http://{_registry.Host}/token\",service=\"test\",scope=\"repository:orders:pull\"";
        _registry.Authorization = "Bearer for nobody repository:orders:pull,push";
        Assert.True((await PushAsync(await PackAsync("one"))).IsSent);
        Assert.Single(_registry.Requests, request => request == "GET /token");
    }

    [Fact]
    public async Task SaysThatAPasswordIsMissing()
    {
        _registry.Authorization = "Basic nobody knows";
        var image = await PackAsync("one");
        var complaint = await Some.ComplaintAsync(() => PushAsync(image));
        Assert.Equal("SLS0620", complaint.Code);
        Assert.Contains("docker login", complaint.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "SLS0617")]
    [InlineData("Other=orders", "SLS0617")]
    [InlineData("orders, other", "SLS0618")]
    [InlineData("Orders=", "SLS0618")]
    [InlineData("=orders", "SLS0618")]
    [InlineData("Orders=a;Orders=b", "SLS0618")]
    [InlineData("Orders", "SLS0618")]
    [InlineData("localhost:5000/orders:1", "SLS0618")]
    [InlineData("https://registry.example/orders", "SLS0618")]
    [InlineData("123456789012.dkr.ecr.us-east-1.amazonaws.com/orders", "SLS0618")]
    public async Task ARepositoryThatCannotBeIsReported(string repository, string code)
    {
        var image = await PackAsync("one");
        Assert.Equal(code, (await Some.ComplaintAsync(() =>
            _connection.CreateArtifactStore(new() { ImageRepositories = ImageRepositories.Read(repository) }).AddressAsync(image, Some.Token))).Code);
    }

    [Fact]
    public async Task ANameAloneIsARepositoryOfTheCallersOwnRegistry()
    {
        var store = _connection.CreateArtifactStore(new() { ImageRepositories = new("teams/orders") });
        Assert.Equal($"{Some.Account}.dkr.ecr.eu-west-1.amazonaws.com/teams/orders", (await store.AddressAsync(await PackAsync("one"), Some.Token)).Bucket);
    }

    [Fact]
    public async Task AFunctionsOwnRepositoryComesBeforeThatOfAll()
    {
        var image = await PackAsync("one");
        var store = _connection.CreateArtifactStore(new() { ImageRepositories = ImageRepositories.Read($"{_registry.Host}/all; Orders={_registry.Host}/orders, Jobs = {_registry.Host}/orders") });
        foreach (var (function, repository) in ((string?, string)[])[("Orders", "orders"), ("Jobs", "orders"), ("Other", "all"), (null, "all")])
        {
            var own = image with { Function = function };
            var location = await store.AddressAsync(own, Some.Token);
            Assert.Equal($"{_registry.Host}/{repository}", location.Bucket);
            Assert.Equal(function is "Orders" or "Other", await store.StoreAsync(own, location, null, Some.Token));
        }

        Assert.Equal(["all", "orders"], _registry.Manifests.Keys.Select(name => name.Split(':')[0]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task OnACloudThatRunsNoImagesARepositoryStillGetsThem()
    {
        var store = _connection.CreateArtifactStore(new() { LeavesImages = true, ImageRepositories = ImageRepositories.Read($"Orders={_registry.Host}/orders") });
        var image = await PackAsync("one");
        Assert.Equal($"{_registry.Host}/orders", (await store.AddressAsync(image with { Function = "Orders" }, Some.Token)).Bucket);
        Assert.Equal("localhost/app-image", (await store.AddressAsync(image with { Function = "Jobs" }, Some.Token)).Bucket);
    }

    [Fact]
    public void ARepositoryForAFunctionThatIsNotThereIsReported()
    {
        ManifestArtifact Artifact(string id, string function, bool isImage) =>
            new(id, $"{id}.tar", "", "", 1, 1, [new(function, "ImageUri")]) { Image = isImage ? new("sha256:0") : null };
        BuildManifest manifest = new(new("t", "", "t", "p"), [Artifact("a", "Orders", isImage: true), Artifact("b", "Zipped", isImage: false)]);
        Assert.Empty(ImageRepositories.Read("all,Orders=orders").Check(manifest));
        Assert.Equal(
            [
                "SLS0622 ServerlessImageRepository has a repository for 'Ordres', which is no function with a container image of this package. Did you mean 'Orders'?",
                "SLS0622 ServerlessImageRepository has a repository for 'Zipped', which is no function with a container image of this package. There are Orders.",
            ],
            ImageRepositories.Read("Zipped=z,Ordres=o").Check(manifest).Select(complaint => $"{complaint.Code} {complaint.Text}"));
    }

    [Fact]
    public async Task ACloudThatRunsNoImagesGetsNone()
    {
        var store = _connection.CreateArtifactStore(new() { LeavesImages = true });
        var image = await PackAsync("one");
        var location = await store.AddressAsync(image, Some.Token);
        Assert.False(await store.StoreAsync(image, location, null, Some.Token));
        Assert.Equal($"localhost/app-image:{image.ContentHash}", location.ImageUri);
    }

    [Fact]
    public async Task AnArchiveThatIsGoneOrAnotherIsReported()
    {
        var image = await PackAsync("one");
        Assert.Equal("SLS0614", (await Some.ComplaintAsync(() => PushAsync(image with { ImageDigest = SmallImage.DigestOf([]) }))).Code);
        File.Delete(image.Path);
        Assert.Equal("SLS0614", (await Some.ComplaintAsync(() => PushAsync(image))).Code);
    }

    [Fact]
    public async Task TheTokenOfEcrIsAskedForInItsOwnProtocol()
    {
        _server.Answer = _ => new(200, """{"authorizationData":[{"authorizationToken":"QVdTOnNlY3JldA==","expiresAt":1.7e9}]}""", ("Content-Type", "application/x-amz-json-1.1"));
        Assert.Equal("QVdTOnNlY3JldA==", await EcrToken.GetAsync(_connection, Some.Token));
        var request = Assert.Single(_server.Requests);
        Assert.Equal("AmazonEC2ContainerRegistry_V20150921.GetAuthorizationToken", request.Headers["x-amz-target"]);
        Assert.Equal("application/x-amz-json-1.1", request.Headers["content-type"]);
        Assert.Contains("/eu-west-1/ecr/aws4_request", request.Headers["authorization"], StringComparison.Ordinal);
        Assert.Equal("{}", Encoding.UTF8.GetString(request.Body));
    }

    [Theory]
    [InlineData("""{"__type":"com.amazonaws#AccessDeniedException","message":"no right"}""", "SLS0609", "no right")]
    [InlineData("""{"__type":"UnrecognizedClientException","message":"bad keys"}""", "SLS0605", "bad keys")]
    [InlineData("<html>Blocked</html>", "SLS0608", "HTTP 400 without an error document")]
    public async Task WhatEcrRefusesIsReported(string body, string code, string text)
    {
        _server.Answer = _ => new(400, body, ("Content-Type", "application/x-amz-json-1.1"));
        var complaint = await Some.ComplaintAsync(() => EcrToken.GetAsync(_connection, Some.Token));
        Assert.Equal(code, complaint.Code);
        Assert.Contains(text, complaint.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("123456789012.dkr.ecr.eu-west-1.amazonaws.com", "eu-west-1")]
    [InlineData("123456789012.dkr.ecr-fips.us-gov-west-1.amazonaws.com", "us-gov-west-1")]
    [InlineData("123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn", "cn-north-1")]
    [InlineData("123456789012.dkr-ecr.eu-west-1.on.aws", "eu-west-1")]
    [InlineData("registry.example", null)]
    public void ARegistryOfEcrIsKnownByItsName(string registry, string? region) => Assert.Equal(region, new ImageRepository(registry, "orders").EcrRegion);

    [Theory]
    [InlineData("localhost:5000", "http://localhost:5000/")]
    [InlineData("127.0.0.1:5000", "http://127.0.0.1:5000/")]
    [InlineData("registry.example", "https://registry.example/")]
    public void OnlyThisMachineIsAskedWithoutTls(string registry, string url) => Assert.Equal(url, new ImageRepository(registry, "orders").Endpoint.AbsoluteUri);

    private IArtifactStore Store() => _connection.CreateArtifactStore(new() { ImageRepositories = new($"{_registry.Host}/orders") });

    private async Task<(bool IsSent, ArtifactLocation Location)> PushAsync(Artifact image)
    {
        var store = Store();
        var location = await store.AddressAsync(image, Some.Token);
        return (await store.StoreAsync(image, location, null, Some.Token), location);
    }

    private async Task<Artifact> PackAsync(string content)
    {
        var project = new PublishedProject("/app/App.csproj", "linux-x64", "Release") { Files = [new(_folder.Write($"{content}/App.dll", content), "App.dll")] };
        var source = new PublishedImageSource(project, SmallImage.WriteSdkArchive(_folder[$"{content}/base.tar"], "today"));
        return (await ArtifactPacker.PackAsync(new("App-image", source, []), new(_folder[$"{content}/out"]), Some.Token)).Value!.Artifact;
    }

    private sealed class Told(List<long> told) : IProgress<long>
    {
        public void Report(long value) => told.Add(value);
    }
}
