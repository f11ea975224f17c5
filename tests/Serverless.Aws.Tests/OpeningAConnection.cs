using Serverless.Diagnostics;
using Serverless.Testing;

namespace Serverless.Aws;

public sealed class OpeningAConnection : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly LoopbackServer _server = new(_ => Some.Identity);

    private string Profiles => _folder.Write("credentials", """
        [default]
        aws_access_key_id = AKIDDEFAULT
        aws_secret_access_key = secret
        region = us-east-2

        [orders]
        aws_access_key_id = AKIDORDERS
        aws_secret_access_key = secret
        region = ap-southeast-2
        """);

    public void Dispose()
    {
        _server.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void TheRegionComesFromTheProfileWhenNothingElseSaysOne() =>
        Assert.Equal("ap-southeast-2", Some.Open(new() { Profile = "orders", ProfilesFile = Profiles }).Region);

    [Fact]
    public void AnExplicitRegionWins() =>
        Assert.Equal("eu-west-1", Some.Open(new() { Profile = "orders", Region = "eu-west-1", ProfilesFile = Profiles }).Region);

    [Fact]
    public void NoRegionIsAnError() => Assert.Equal("SLS0601", Complaint(new() { Keys = AwsKeys.ForLocalCloud }).Code);

    [Theory]
    [InlineData("eu-west1", "Did you mean 'eu-west-1'?")]
    [InlineData("Europe", "A region looks like 'eu-west-1'.")]
    public void SomethingThatCannotBeARegionIsAnError(string region, string help)
    {
        var complaint = Complaint(new() { Region = region, Keys = AwsKeys.ForLocalCloud });
        Assert.Equal(("SLS0602", help), (complaint.Code, complaint.Help));
    }

    [Fact]
    public void ARegionThatIsNewerThanThisIsTaken() => Assert.Equal("eu-nowhere-7", Some.Open(new() { Region = "eu-nowhere-7", Keys = AwsKeys.ForLocalCloud }).Region);

    [Fact]
    public void AMissingProfileIsAnErrorWithTheOneThatWasMeant()
    {
        var complaint = Complaint(new() { Profile = "order", Region = "eu-west-1", ProfilesFile = Profiles });
        Assert.Equal(("SLS0603", "Did you mean 'orders'?"), (complaint.Code, complaint.Help));
    }

    [Theory]
    [InlineData("localhost:4566")]
    [InlineData("ftp://host")]
    [InlineData("nonsense")]
    public void SomethingThatCannotBeAnEndpointIsAnError(string url) =>
        Assert.Equal("SLS0607", Complaint(new() { Region = "eu-west-1", EndpointUrl = url, Keys = AwsKeys.ForLocalCloud }).Code);

    [Fact]
    public void AllMistakesAreReportedAtOnce() =>
        Assert.Equal(["SLS0603", "SLS0602", "SLS0607"], AwsConnection.Open(new() { Profile = "x", Region = "x", EndpointUrl = "x", ProfilesFile = Profiles }).Diagnostics.Select(complaint => complaint.Code));

    [Fact]
    public void KeysAreNeverPrinted()
    {
        var options = new AwsOptions { Keys = new("AKID", "top-secret", "top-token") };
        Assert.DoesNotContain("top-", options.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheProfilesKeysSign()
    {
        using var connection = Some.Open(new() { Profile = "orders", ProfilesFile = Profiles, EndpointUrl = _server.Url });
        Assert.Equal(new(Some.Account, $"arn:aws:iam::{Some.Account}:user/ada", "AIDA"), await connection.IdentifyAsync(Some.Token));
        Assert.Contains("Credential=AKIDORDERS/", _server.Requests[0].Headers["authorization"], StringComparison.Ordinal);
        Assert.Contains("/ap-southeast-2/sts/aws4_request", _server.Requests[0].Headers["authorization"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheIdentityIsAskedOnce()
    {
        using var connection = Some.Connection(_server.Url);
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => connection.IdentifyAsync(Some.Token)));
        Assert.Single(_server.Requests);
    }

    [Fact]
    public async Task AFailedQuestionIsAskedAgain()
    {
        using var connection = Some.Connection(_server.Url);
        _server.Answer = _ => WireReply.Error(403, "InvalidClientTokenId", "no");
        Assert.Equal("SLS0605", (await Some.ComplaintAsync(() => connection.IdentifyAsync(Some.Token))).Code);
        _server.Answer = _ => Some.Identity;
        Assert.Equal(Some.Account, (await connection.IdentifyAsync(Some.Token)).Account);
    }

    [Fact]
    public async Task AnotherAccountThanExpectedIsRefusedBeforeAnythingElse()
    {
        using var connection = Some.Open(Some.Options(_server.Url) with { ExpectedAccount = "999999999999" });
        var complaint = await Some.ComplaintAsync(() => connection.CreateStackClient().DescribeAsync("orders", Some.Token));
        Assert.Equal("SLS0606", complaint.Code);
        Assert.Equal(["GetCallerIdentity"], _server.Requests.Select(request => request.Action));
    }

    [Fact]
    public async Task NoCredentialsAreExplained()
    {
        using var connection = Some.Open(new() { Region = "eu-west-1", EndpointUrl = _server.Url });
        Assert.Equal("SLS0604", (await Some.ComplaintAsync(() => connection.IdentifyAsync(Some.Token))).Code);
        Assert.Equal("SLS0604", (await Some.ComplaintAsync(() => connection.CreateStackClient().DescribeAsync("orders", Some.Token))).Code);
        Assert.Empty(_server.Requests);
    }

    [Fact]
    public async Task AProfileWithoutKeysIsExplained()
    {
        var file = _folder.Write("half", "[half]\nregion = eu-west-1\n");
        using var connection = Some.Open(new() { Profile = "half", ProfilesFile = file, EndpointUrl = _server.Url });
        var complaint = await Some.ComplaintAsync(() => connection.IdentifyAsync(Some.Token));
        Assert.Equal("SLS0604", complaint.Code);
        Assert.Contains("'half'", complaint.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ARightThatIsMissingIsSaid()
    {
        _server.Answer = _ => WireReply.Error(403, "AccessDenied", "sts:GetCallerIdentity is denied");
        using var connection = Some.Connection(_server.Url);
        Assert.Equal("SLS0609", (await Some.ComplaintAsync(() => connection.IdentifyAsync(Some.Token))).Code);
    }

    [Fact]
    public async Task NobodyThereIsSaidWithTheAddress()
    {
        _server.Answer = _ => WireReply.Reset;
        using var connection = Some.Open(Some.Options(_server.Url) with { Retries = 1 });
        var complaint = await Some.ComplaintAsync(() => connection.IdentifyAsync(Some.Token));
        Assert.Equal("SLS0608", complaint.Code);
        Assert.Contains(_server.Url, complaint.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AFirewallsPageIsNobody()
    {
        _server.Answer = _ => WireReply.Html(403);
        using var connection = Some.Open(Some.Options(_server.Url) with { Retries = 1 });
        Assert.Equal("SLS0608", (await Some.ComplaintAsync(() => connection.IdentifyAsync(Some.Token))).Code);
    }

    [Fact]
    public async Task TheEnvironmentsEndpointIsUsedByEveryService()
    {
        // Every other test of this assembly names its endpoint, so that this variable is nobody else's.
        Environment.SetEnvironmentVariable("AWS_ENDPOINT_URL", _server.Url.Replace("127.0.0.1", "localhost", StringComparison.Ordinal));
        try
        {
            var s3 = new FakeS3();
            _server.Answer = request => request.Action == "DescribeStacks" ? WireReply.Query("DescribeStacks", "") : s3.Answer(request);
            using var connection = Some.Open(new() { Region = "eu-west-1", Keys = AwsKeys.ForLocalCloud });
            Assert.Null(await connection.CreateStackClient().DescribeAsync("orders", Some.Token));
            Assert.StartsWith("http://localhost:", await connection.CreateArtifactStore(new()).StoreTemplateAsync("orders", "{}"u8.ToArray(), Some.Token), StringComparison.Ordinal);
            Assert.All(_server.Requests, request => Assert.Contains("/eu-west-1/", request.Headers["authorization"], StringComparison.Ordinal));
        }
        finally
        {
            Environment.SetEnvironmentVariable("AWS_ENDPOINT_URL", null);
        }
    }

    private static Diagnostic Complaint(AwsOptions options) => Assert.Single(AwsConnection.Open(options).Diagnostics);
}
