using System.Diagnostics;
using Serverless.Diagnostics;
using Serverless.Stacks;

namespace Serverless.Aws;

public sealed class WhenCloudFormationFails : IDisposable
{
    private static readonly WireReply Good = WireReply.Query(
        "DescribeStacks", $"<Stacks><member><StackId>{Some.StackId}</StackId><StackName>orders</StackName><StackStatus>CREATE_COMPLETE</StackStatus></member></Stacks>");

    private readonly LoopbackServer _server = new(_ => Good);
    private readonly AwsConnection _connection;

    public WhenCloudFormationFails() => _connection = Some.Connection(_server.Url);

    public static TheoryData<string> PassingFailures => ["throttle", "unavailable", "internal", "reset"];

    private IStackClient Client => _connection.CreateStackClient();

    public void Dispose()
    {
        _connection.Dispose();
        _server.Dispose();
    }

    [Theory]
    [MemberData(nameof(PassingFailures))]
    public async Task TwiceTheThirdAttemptSucceeds(string failure)
    {
        var attempts = 0;
        _server.Answer = _ => ++attempts <= 2 ? Reply(failure) : Good;
        Assert.NotNull(await Client.DescribeAsync("orders", Some.Token));
        Assert.Equal(3, attempts);
    }

    [Theory]
    [InlineData("throttle", StackFailure.Throttled)]
    [InlineData("unavailable", StackFailure.Unavailable)]
    [InlineData("internal", StackFailure.Unavailable)]
    [InlineData("reset", StackFailure.Unavailable)]
    [InlineData("html", StackFailure.Unavailable)]
    [InlineData("garbage", StackFailure.Unavailable)]
    [InlineData("denied", StackFailure.AccessDenied)]
    [InlineData("capabilities", StackFailure.InsufficientCapabilities)]
    [InlineData("validation", StackFailure.Refused)]
    [InlineData("limit", StackFailure.Refused)]
    [InlineData("exists", StackFailure.Refused)]
    [InlineData("changeset", StackFailure.NotFound)]
    public async Task ForGoodTheFailureIsKnownByItsKind(string failure, StackFailure expected)
    {
        _server.Answer = _ => Reply(failure);
        using var connection = Some.Open(Some.Options(_server.Url) with { Retries = 1 });
        var exception = await Assert.ThrowsAsync<StackClientException>(() => connection.CreateStackClient().DescribeChangeSetAsync("one", "orders", Some.Token));
        Assert.Equal(expected, exception.Failure);
    }

    [Theory]
    [InlineData("ExpiredToken", "aws sso login")]
    [InlineData("ExpiredTokenException", "aws sso login")]
    [InlineData("InvalidClientTokenId", "still active")]
    [InlineData("UnrecognizedClientException", "still active")]
    [InlineData("SignatureDoesNotMatch", "still active")]
    public async Task OverCredentialsItIsTheUsersToMend(string code, string help)
    {
        _server.Answer = _ => WireReply.Error(403, code, "The security token included in the request is bad");
        var complaint = await Some.ComplaintAsync(() => Client.DescribeAsync("orders", Some.Token));
        Assert.Equal("SLS0605", complaint.Code);
        Assert.Contains(help, complaint.Help, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AFirewallsPageIsNotTakenForAnAnswer()
    {
        _server.Answer = _ => WireReply.Html(403);
        var exception = await Assert.ThrowsAsync<StackClientException>(() => Client.DescribeAsync("orders", Some.Token));
        Assert.Contains("HTTP 403 without an error document", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheRequestIdIsKeptForSupport()
    {
        _server.Answer = _ => WireReply.Error(400, "ValidationError", "no");
        Assert.Equal("r-2", (await Assert.ThrowsAsync<StackClientException>(() => Client.DescribeAsync("orders", Some.Token))).RequestId);
    }

    [Fact]
    public async Task BySilenceCancellationIsImmediate()
    {
        using var stop = new CancellationTokenSource();
        _server.Answer = _ =>
        {
            stop.CancelAfter(100);
            return WireReply.Silence;
        };
        var watch = Stopwatch.StartNew();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Client.DescribeAsync("orders", stop.Token));
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task BySilenceTheTimeoutEndsIt()
    {
        _server.Answer = _ => WireReply.Silence;
        using var impatient = Some.Open(Some.Options(_server.Url) with { Timeout = TimeSpan.FromSeconds(0.3), Retries = 1 });
        var exception = await Assert.ThrowsAsync<StackClientException>(() => impatient.CreateStackClient().DescribeAsync("orders", Some.Token));
        Assert.Equal((StackFailure.Unavailable, "no answer in time"), (exception.Failure, exception.Message));
    }

    [Fact]
    public async Task ByAbsenceItIsUnavailable()
    {
        var url = _server.Url;
        _server.Dispose();
        using var connection = Some.Open(Some.Options(url) with { Retries = 1 });
        Assert.Equal(StackFailure.Unavailable, (await Assert.ThrowsAsync<StackClientException>(() => connection.CreateStackClient().DescribeAsync("orders", Some.Token))).Failure);
    }

    [Fact]
    public async Task AClockThatIsWrongIsCorrectedByTheAnswer()
    {
        var attempts = 0;
        _server.Answer = _ => ++attempts == 1
            ? WireReply.Error(403, "RequestTimeTooSkewed", "The difference between the request time and the current time is too large.") with { Headers = [("Content-Type", "text/xml"), ("Date", DateTimeOffset.UtcNow.AddHours(5).ToString("R"))] }
            : Good;
        Assert.NotNull(await Client.DescribeAsync("orders", Some.Token));
        Assert.NotEqual(_server.Requests[0].Headers["x-amz-date"][..11], _server.Requests[1].Headers["x-amz-date"][..11]);
    }

    private static WireReply Reply(string failure) => failure switch
    {
        "throttle" => WireReply.Error(400, "Throttling", "Rate exceeded"),
        "unavailable" => WireReply.Error(503, "ServiceUnavailable", "later"),
        "internal" => WireReply.Error(500, "InternalFailure", "oops"),
        "reset" => WireReply.Reset,
        "html" => WireReply.Html(403),
        "garbage" => WireReply.Ok("{ \"not\": \"xml\" }"),
        "denied" => WireReply.Error(403, "AccessDenied", "User ada is not authorized to perform: cloudformation:DescribeChangeSet"),
        "capabilities" => WireReply.Error(400, "InsufficientCapabilitiesException", "Requires capabilities : [CAPABILITY_IAM]"),
        "limit" => WireReply.Error(400, "LimitExceededException", "Too many stacks"),
        "exists" => WireReply.Error(400, "AlreadyExistsException", "ChangeSet one already exists"),
        "changeset" => WireReply.Error(404, "ChangeSetNotFound", "ChangeSet [one] does not exist"),
        _ => WireReply.Error(400, "ValidationError", "Template format error: unsupported structure."),
    };
}
