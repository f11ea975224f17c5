using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Serverless.Artifacts;
using Serverless.Diagnostics;
using Serverless.Testing;

namespace Serverless.Aws;

public sealed class TheArtifactStore : IDisposable
{
    private const string Managed = $"serverless-sdk-{Some.Account}-eu-west-1";

    private readonly TemporaryFolder _folder = new();
    private readonly FakeS3 _s3 = new();
    private readonly LoopbackServer _server;
    private readonly AwsConnection _connection;

    public TheArtifactStore()
    {
        _server = new(request => _s3.Answer(request));
        _connection = Some.Connection(_server.Url);
    }

    public void Dispose()
    {
        _connection.Dispose();
        _server.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task AddressesByContentInTheManagedBucket() =>
        Assert.Equal(new ArtifactLocation(Managed, "Hello-Api-linux-x64/abc.zip"), await Store().AddressAsync(File("Hello Api-linux-x64", "abc"), Some.Token));

    [Fact]
    public async Task AddressesInABucketOfOnesOwnWithoutAskingAnybody()
    {
        var location = await Store(new() { Bucket = "mine.example", Prefix = "/teams/orders/" }).AddressAsync(File("Hello", "abc"), Some.Token);
        Assert.Equal("s3://mine.example/teams/orders/Hello/abc.zip", location.S3Uri);
        Assert.Empty(_server.Requests);
    }

    [Fact]
    public async Task SendsWhatIsMissingAndS3CanCheckIt()
    {
        _s3.Buckets[Managed] = Some.Account;
        var artifact = File("Hello", "abc", "the code");
        var (sent, location) = await StoreAsync(Store(), artifact);
        Assert.True(sent);
        Assert.Equal("the code", Encoding.UTF8.GetString(_s3.Objects[$"{Managed}/{location.Key}"]));
        var put = _server.Requests.Single(request => request.Method == "PUT");
        Assert.Equal(Convert.ToBase64String(Convert.FromHexString(artifact.Sha256)), put.Headers["x-amz-checksum-sha256"]);
        Assert.All(_server.Requests.Where(request => request.Action is null), request => Assert.Equal(Some.Account, request.Headers["x-amz-expected-bucket-owner"]));
        Assert.Contains("/eu-west-1/s3/aws4_request", put.Headers["authorization"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task ANestedTemplateIsSentFromMemoryAndHasAnAddressForCloudFormation()
    {
        _s3.Buckets[Managed] = Some.Account;
        var content = "{}"u8.ToArray();
        var hash = Convert.ToHexStringLower(SHA256.HashData(content));
        var artifact = new Artifact("orders", _folder["gone.yaml"], hash, hash, content.Length, content.Length) { Content = content };
        var (sent, location) = await StoreAsync(Store(), artifact);
        Assert.True(sent);
        Assert.Equal($"{_server.Url}/{Managed}/orders/{hash}.yaml", location.HttpsUrl);
        Assert.Equal("{}", Encoding.UTF8.GetString(_s3.Objects[$"{Managed}/{location.Key}"]));
    }

    [Fact]
    public async Task NeverSendsAgainAndAsksOnlyOnce()
    {
        _s3.Buckets[Managed] = Some.Account;
        var artifact = File("Hello", "abc");
        await StoreAsync(Store(), artifact);
        var before = _server.Requests.Count;
        Assert.False((await StoreAsync(Store(), artifact)).Sent);
        Assert.Equal(["HEAD"], _server.Requests.Skip(before).Select(request => request.Method));
    }

    [Fact]
    public async Task MakesTheManagedBucketSafeWhenItIsFirstNeeded()
    {
        await StoreAsync(Store(), File("Hello", "abc"));
        Assert.True(_s3.Buckets.ContainsKey(Managed));
        var settings = _server.Requests.Where(request => request.Method == "PUT" && request.Target.Contains('?', StringComparison.Ordinal)).ToDictionary(request => request.Target.Split('?')[1].TrimEnd('='), request => XDocument.Parse(Encoding.UTF8.GetString(request.Content)));
        Assert.Equal(["encryption", "lifecycle", "publicAccessBlock"], settings.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(["true", "true", "true", "true"], settings["publicAccessBlock"].Root!.Elements().Select(element => element.Value));
        Assert.Contains("AES256", settings["encryption"].ToString(), StringComparison.Ordinal);
        Assert.Equal(["old-artifacts", "templates", "unfinished-uploads"], settings["lifecycle"].Descendants().Where(element => element.Name.LocalName == "ID").Select(element => element.Value));
        var creation = _server.Requests.First(request => request.Method == "PUT" && request.Target.TrimEnd('/') == $"/{Managed}");
        Assert.Contains("<LocationConstraint>eu-west-1</LocationConstraint>", Encoding.UTF8.GetString(creation.Content), StringComparison.Ordinal);
    }

    [Fact]
    public async Task MakesTheManagedBucketOnceForManyArtifacts()
    {
        var store = Store();
        var artifacts = Enumerable.Range(0, 6).Select(number => File($"part{number}", $"hash{number}")).ToArray();
        Assert.All(await Task.WhenAll(artifacts.Select(artifact => StoreAsync(store, artifact))), result => Assert.True(result.Sent));
        Assert.Single(_server.Requests, request => request.Method == "PUT" && request.Target.TrimEnd('/') == $"/{Managed}");
        Assert.Equal(6, _s3.Objects.Count);
    }

    [Fact]
    public async Task AManagedBucketThatCannotBeMadeSafeDoesNotStay()
    {
        _s3.Fault = request => request.Target.Contains("publicAccessBlock", StringComparison.Ordinal) ? WireReply.S3Error(403, "AccessDenied", "no s3:PutBucketPublicAccessBlock") : null;
        var complaint = await Some.ComplaintAsync(() => StoreAsync(Store(), File("Hello", "abc")));
        Assert.Equal("SLS0609", complaint.Code);
        Assert.Contains(_server.Requests, request => request.Method == "DELETE" && request.Target.TrimEnd('/') == $"/{Managed}");
        Assert.Empty(_s3.Objects);
    }

    [Fact]
    public async Task AStandInWithoutSettingsIsGoodEnough()
    {
        _s3.Fault = request => request.Target.Contains("lifecycle", StringComparison.Ordinal) ? WireReply.S3Error(501, "NotImplemented") : null;
        Assert.True((await StoreAsync(Store(), File("Hello", "abc"))).Sent);
    }

    [Fact]
    public async Task CodeIsNeverSentToAStrangersBucket()
    {
        _s3.Buckets[Managed] = "999999999999";
        var complaint = await Some.ComplaintAsync(() => StoreAsync(Store(), File("Hello", "abc")));
        Assert.Equal("SLS0610", complaint.Code);
        Assert.Empty(_s3.Objects);
    }

    [Fact]
    public async Task ABucketOfAnotherAccountThatIsMeantHasToBeNamed()
    {
        _s3.Buckets["shared-artifacts"] = "999999999999";
        Assert.Equal("SLS0610", (await Some.ComplaintAsync(() => StoreAsync(Store(new() { Bucket = "shared-artifacts" }), File("Hello", "abc")))).Code);
        Assert.True((await StoreAsync(Store(new() { Bucket = "shared-artifacts", BucketOwner = "999999999999" }), File("Hello", "abc"))).Sent);
    }

    [Fact]
    public async Task ABucketThatDeniesEverythingIsExplained()
    {
        _s3.Fault = request => request.Action is null ? WireReply.S3Error(403, "AccessDenied", "Access Denied") : null;
        var complaint = await Some.ComplaintAsync(() => StoreAsync(Store(new() { Bucket = "mine" }), File("Hello", "abc")));
        Assert.Equal("SLS0609", complaint.Code);
        Assert.Contains("s3:PutObject", complaint.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ABucketThatDoesNotExistIsNotMadeWhenItWasNamed()
    {
        var complaint = await Some.ComplaintAsync(() => StoreAsync(Store(new() { Bucket = "mine" }), File("Hello", "abc")));
        Assert.Equal(("SLS0611", "There is no bucket 'mine'."), (complaint.Code, complaint.Message));
        Assert.Empty(_s3.Buckets);
    }

    [Fact]
    public async Task ABucketInAnotherRegionIsRefusedBeforeAnythingIsSent()
    {
        _s3.Buckets["mine"] = Some.Account;
        _s3.Region = "us-west-2";
        var complaint = await Some.ComplaintAsync(() => StoreAsync(Store(new() { Bucket = "mine" }), File("Hello", "abc")));
        Assert.Equal("SLS0612", complaint.Code);
        Assert.Contains("us-west-2", complaint.Message, StringComparison.Ordinal);
        Assert.Empty(_s3.Objects);
    }

    [Fact]
    public async Task ARedirectMeansAnotherRegion()
    {
        _s3.Fault = request => request.Target.Contains("/Hello/", StringComparison.Ordinal) && request.Method == "PUT" ? WireReply.S3Error(301, "PermanentRedirect") : null;
        _s3.Buckets["mine"] = Some.Account;
        Assert.Equal("SLS0612", (await Some.ComplaintAsync(() => StoreAsync(Store(new() { Bucket = "mine" }), File("Hello", "abc")))).Code);
    }

    [Theory]
    [InlineData("Mine")]
    [InlineData("a")]
    [InlineData("-mine")]
    [InlineData("mine_too")]
    [InlineData("192.168.0.1")]
    public async Task ABadBucketNameIsRefusedBeforeAnythingIsAsked(string name)
    {
        Assert.Equal("SLS0613", (await Some.ComplaintAsync(() => Store(new() { Bucket = name }).AddressAsync(File("Hello", "abc"), Some.Token))).Code);
        Assert.Empty(_server.Requests);
    }

    [Fact]
    public async Task AFileThatChangedSincePackagingIsNotSent()
    {
        _s3.Buckets[Managed] = Some.Account;
        var artifact = File("Hello", "abc", "packed");
        System.IO.File.WriteAllText(artifact.Path, "changed");
        var complaint = await Some.ComplaintAsync(() => StoreAsync(Store(), artifact));
        Assert.Equal(("SLS0614", artifact.Path), (complaint.Code, complaint.Span.Path));
        Assert.Empty(_s3.Objects);
    }

    [Fact]
    public async Task AFileThatIsGoneIsSaid()
    {
        _s3.Buckets[Managed] = Some.Account;
        var artifact = File("Hello", "abc");
        System.IO.File.Delete(artifact.Path);
        Assert.Equal("SLS0614", (await Some.ComplaintAsync(() => StoreAsync(Store(), artifact))).Code);
    }

    [Fact]
    public async Task TheKmsKeyIsUsedAndExplainedWhenItCannotBe()
    {
        _s3.Buckets[Managed] = Some.Account;
        await StoreAsync(Store(new() { KmsKeyId = "alias/orders" }), File("Hello", "abc"));
        var put = _server.Requests.Single(request => request.Method == "PUT");
        Assert.Equal(("aws:kms", "alias/orders"), (put.Headers["x-amz-server-side-encryption"], put.Headers["x-amz-server-side-encryption-aws-kms-key-id"]));
        _s3.Fault = request => request.Method == "PUT" ? WireReply.S3Error(400, "KMS.DisabledException", "alias/orders is disabled") : null;
        Assert.Equal("SLS0616", (await Some.ComplaintAsync(() => StoreAsync(Store(new() { KmsKeyId = "alias/orders" }), File("Hello", "def")))).Code);
    }

    [Fact]
    public async Task OtherRefusalsKeepTheirCode()
    {
        _s3.Buckets[Managed] = Some.Account;
        _s3.Fault = request => request.Method == "PUT" ? WireReply.S3Error(400, "EntityTooLarge", "too large") : null;
        var complaint = await Some.ComplaintAsync(() => StoreAsync(Store(), File("Hello", "abc")));
        Assert.Equal("SLS0615", complaint.Code);
        Assert.Contains("EntityTooLarge", complaint.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("throttle")]
    [InlineData("internal")]
    [InlineData("reset")]
    public async Task PassingFailuresAreRepeated(string failure)
    {
        _s3.Buckets[Managed] = Some.Account;
        var attempts = 0;
        _s3.Fault = request => request.Method == "PUT" && ++attempts <= 2
            ? failure switch { "throttle" => WireReply.S3Error(503, "SlowDown"), "internal" => WireReply.S3Error(500, "InternalError"), _ => WireReply.Reset }
            : null;
        Assert.True((await StoreAsync(Store(), File("Hello", "abc", "the code"))).Sent);
        Assert.Equal("the code", Encoding.UTF8.GetString(Assert.Single(_s3.Objects).Value));
    }

    [Theory]
    [InlineData("ExpiredToken", "SLS0605")]
    [InlineData("InvalidAccessKeyId", "SLS0605")]
    public async Task BadCredentialsAreTheUsersToMend(string code, string expected)
    {
        _s3.Buckets[Managed] = Some.Account;
        _s3.Fault = request => request.Method == "PUT" ? WireReply.S3Error(403, code) : null;
        Assert.Equal(expected, (await Some.ComplaintAsync(() => StoreAsync(Store(), File("Hello", "abc")))).Code);
    }

    [Fact]
    public async Task AnUnreachableS3IsSaidWithItsAddress()
    {
        _s3.Buckets[Managed] = Some.Account;
        _s3.Fault = request => request.Method == "HEAD" ? WireReply.Reset : null;
        var complaint = await Some.ComplaintAsync(() => StoreAsync(Store(), File("Hello", "abc")));
        Assert.Equal("SLS0608", complaint.Code);
        Assert.Contains(_server.Url, complaint.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ALargeFileGoesInPartsWithProgressThatOnlyGrows()
    {
        _s3.Buckets[Managed] = Some.Account;
        var content = new byte[17 * 1024 * 1024];
        new Random(1).NextBytes(content);
        var progress = new List<long>();
        var artifact = Artifact("Large", "abc", content);
        var store = Store();
        await store.StoreAsync(artifact, await store.AddressAsync(artifact, Some.Token), new Listener(progress), Some.Token);
        Assert.Equal(SHA256.HashData(content), SHA256.HashData(Assert.Single(_s3.Objects).Value));
        Assert.Equal(3, _server.Requests.Count(request => request.Target.Contains("partNumber=", StringComparison.Ordinal)));
        Assert.Equal(progress.Order(), progress);
        Assert.Equal(content.Length, progress[^1]);
    }

    [Fact]
    public async Task CancellationDuringATransferLeavesNothing()
    {
        _s3.Buckets[Managed] = Some.Account;
        using var stop = new CancellationTokenSource();
        _s3.Fault = request =>
        {
            if (request.Method != "PUT")
            {
                return null;
            }

            stop.CancelAfter(50);
            return WireReply.Silence;
        };
        var store = Store();
        var artifact = File("Hello", "abc");
        var location = await store.AddressAsync(artifact, Some.Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.StoreAsync(artifact, location, null, stop.Token));
        Assert.Empty(_s3.Objects);
    }

    [Fact]
    public async Task ALongTemplateGetsAnAddressThatCloudFormationCanRead()
    {
        var url = await Store().StoreTemplateAsync("orders", "{}"u8.ToArray(), Some.Token);
        Assert.Equal($"{_server.Url}/{Managed}/templates/orders/{Convert.ToHexStringLower(SHA256.HashData("{}"u8))}.template", url);
        Assert.Equal("{}", Encoding.UTF8.GetString(Assert.Single(_s3.Objects).Value));
    }

    private static async Task<(bool Sent, ArtifactLocation Location)> StoreAsync(IArtifactStore store, Artifact artifact)
    {
        var location = await store.AddressAsync(artifact, Some.Token);
        return (await store.StoreAsync(artifact, location, null, Some.Token), location);
    }

    private IArtifactStore Store(ArtifactStoreOptions? options = null) => _connection.CreateArtifactStore(options ?? new());

    private Artifact File(string id, string hash, string content = "code") => Artifact(id, hash, Encoding.UTF8.GetBytes(content));

    private Artifact Artifact(string id, string hash, byte[] content)
    {
        var path = _folder[$"{hash}.zip"];
        System.IO.File.WriteAllBytes(path, content);
        return new(id, path, hash, Convert.ToHexStringLower(SHA256.HashData(content)), content.Length, content.Length);
    }

    private sealed class Listener(List<long> values) : IProgress<long>
    {
        public void Report(long value) => values.Add(value);
    }
}
