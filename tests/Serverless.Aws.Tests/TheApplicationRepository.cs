using System.Text.Json;
using Serverless.Sam;

namespace Serverless.Aws;

public sealed class TheApplicationRepository : IDisposable
{
    private const string Application = "arn:aws:serverlessrepo:us-east-1:123456789012:applications/log in";
    private const string Template = "9d8e7f6a-0000-4000-8000-123456789012";
    private const string Url = "https://awsserverlessrepo-changesets.s3.amazonaws.com/x?y=1&z=2";

    private readonly LoopbackServer _server = new(_ => State("ACTIVE", 201));
    private readonly AwsConnection _connection;

    public TheApplicationRepository() => _connection = Some.Connection(_server.Url);

    public void Dispose()
    {
        _connection.Dispose();
        _server.Dispose();
    }

    [Fact]
    public void IsAskedForATemplateAndSaysWhereItLies()
    {
        Assert.Equal(Url, Find().Url);
        var request = Assert.Single(_server.Requests);
        Assert.Equal(("POST", "/applications/arn%3Aaws%3Aserverlessrepo%3Aus-east-1%3A123456789012%3Aapplications%2Flog%20in/templates"), (request.Method, request.Target));
        Assert.Equal("{\"semanticVersion\":\"1.0.4\"}", System.Text.Encoding.UTF8.GetString(request.Body));
        Assert.Equal("application/json", request.Headers["content-type"]);
        Assert.Contains("/eu-west-1/serverlessrepo/aws4_request", request.Headers["authorization"], StringComparison.Ordinal);
    }

    [Fact]
    public void IsAskedAgainUntilTheTemplateIsReady()
    {
        var asked = 0;
        _server.Answer = _ => State(++asked < 4 ? "PREPARING" : "ACTIVE", asked == 1 ? 201 : 200);
        Assert.Equal(Url, Find().Url);
        Assert.Equal(["POST", "GET", "GET", "GET"], _server.Requests.Select(request => request.Method));
        Assert.EndsWith("/templates/" + Template, _server.Requests[^1].Target, StringComparison.Ordinal);
    }

    [Fact]
    public void IsNotAskedForever()
    {
        _server.Answer = _ => State("PREPARING", 200);
        var found = Find();
        Assert.Null(found.Url);
        Assert.Contains("was not ready", found.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("EXPIRED", "it is EXPIRED")]
    [InlineData("FAILED", "it is FAILED")]
    public void RefusesWhatCannotBeUsed(string status, string expected)
    {
        _server.Answer = _ => State(status, 200);
        Assert.Contains(expected, Find().Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(404, "NotFoundException", "shared with this account")]
    [InlineData(403, "ForbiddenException", "serverlessrepo:CreateCloudFormationTemplate")]
    [InlineData(403, "AccessDeniedException:http://internal.amazon.com/coral/", "serverlessrepo:GetCloudFormationTemplate")]
    [InlineData(400, "BadRequestException", "Check ApplicationId")]
    [InlineData(501, "NotImplemented", "Deploy it to AWS")]
    public void RefusesInItsOwnWordsWithAWayOut(int status, string code, string help)
    {
        _server.Answer = _ => Error(status, code, "No application with that ARN.");
        var found = Find();
        Assert.Equal((null, "No application with that ARN."), (found.Url, found.Problem));
        Assert.Contains(help, found.Help, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("throttle")]
    [InlineData("internal")]
    [InlineData("reset")]
    public void IsAskedAThirdTimeAfterTwoPassingFailures(string failure)
    {
        var attempts = 0;
        _server.Answer = _ => ++attempts <= 2 ? Failure(failure) : State("ACTIVE", 201);
        Assert.Equal(Url, Find().Url);
        Assert.Equal(3, attempts);
    }

    [Theory]
    [InlineData("throttle", "SLS0608")]
    [InlineData("internal", "SLS0608")]
    [InlineData("reset", "SLS0608")]
    [InlineData("html", "SLS0608")]
    [InlineData("garbage", "SLS0608")]
    [InlineData("empty", "SLS0608")]
    [InlineData("expired", "SLS0605")]
    public async Task ThatCannotAnswerIsNoMistakeOfTheTemplate(string failure, string code)
    {
        _server.Answer = _ => Failure(failure);
        using var connection = Some.Open(Some.Options(_server.Url) with { Retries = 1 });
        var complaint = await Some.ComplaintAsync(() => Task.Run(() => Repository(connection).Find(Application, "1.0.4"), Some.Token));
        Assert.Equal(code, complaint.Code);
    }

    [Fact]
    public void IsLeftAtOnceWhenTheJobIsCancelled()
    {
        using var stop = new CancellationTokenSource();
        _server.Answer = _ =>
        {
            stop.CancelAfter(100);
            return WireReply.Silence;
        };
        Assert.ThrowsAny<OperationCanceledException>(() => _connection.CreateApplicationRepository(stop.Token).Find(Application, "1.0.4"));
    }

    private static WireReply State(string status, int code) => Json(code, new { applicationId = Application, semanticVersion = "1.0.4", status, templateId = Template, templateUrl = Url });

    private static WireReply Error(int status, string code, string message) =>
        Json(status, new { errorCode = status.ToString(System.Globalization.CultureInfo.InvariantCulture), message }) with { Headers = [("Content-Type", "application/json"), ("x-amzn-ErrorType", code)] };

    private static WireReply Json(int status, object body) => new(status, JsonSerializer.Serialize(body), ("Content-Type", "application/json"));

    private static WireReply Failure(string failure) => failure switch
    {
        "throttle" => Error(429, "TooManyRequestsException", "Rate exceeded"),
        "internal" => Error(500, "InternalServerErrorException", "oops"),
        "reset" => WireReply.Reset,
        "html" => WireReply.Html(403),
        "garbage" => WireReply.Ok("<not-json/>"),
        "empty" => Json(201, new { }),
        _ => Error(403, "ExpiredTokenException", "The security token included in the request is expired"),
    };

    private static ServerlessRepository Repository(AwsConnection connection) =>
        connection.CreateServerlessRepository(TimeSpan.FromMilliseconds(10), TimeSpan.FromSeconds(1), Some.Token);

    private ApplicationTemplate Find() => Repository(_connection).Find(Application, "1.0.4");
}
