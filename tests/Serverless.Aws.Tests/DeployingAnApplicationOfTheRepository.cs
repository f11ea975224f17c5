using System.Text.Json;
using Serverless.Artifacts;
using Serverless.Compilation;
using Serverless.Diagnostics;
using Serverless.Sam;
using Serverless.Stacks;
using Serverless.Testing;

namespace Serverless.Aws;

/// <summary>From what the repository answers to what a deployment is, or why there is none.</summary>
public sealed class DeployingAnApplicationOfTheRepository : IDisposable
{
    private const string Url = "https://awsserverlessrepo-changesets.s3.amazonaws.com/login";

    private const string Template =
        """
        Transform: AWS::Serverless-2016-10-31
        Resources:
          Login:
            Type: AWS::Serverless::Application
            Properties:
              Location:
                ApplicationId: login
                SemanticVersion: 1.0.4
        """;

    private readonly TemporaryFolder _folder = new();
    private readonly LoopbackServer _server = new(_ => State("ACTIVE"));

    public void Dispose()
    {
        _server.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task TheStackNestsTheTemplateThatTheRepositoryHas()
    {
        var made = await PrepareAsync();
        Assert.True(made.IsGood, string.Join('\n', made.Diagnostics));
        Assert.Contains($"\"TemplateURL\": \"{Url}\"", made.Value.Template.Body, StringComparison.Ordinal);
        Assert.Contains("CAPABILITY_AUTO_EXPAND", Capabilities.DeriveFrom(made.Value.Template.Template));
    }

    [Theory]
    [InlineData("PREPARING", "The application's template was not ready")]
    [InlineData("EXPIRED", "it is EXPIRED")]
    public async Task ATemplateThatIsNeverReadyIsAnErrorAtTheApplicationsId(string status, string text)
    {
        _server.Answer = _ => State(status);
        AssertRefused(await PrepareAsync(), text);
    }

    [Theory]
    [InlineData(404, "NotFoundException")]
    [InlineData(403, "AccessDeniedException")]
    public async Task ARefusalIsAnErrorAtTheApplicationsId(int status, string code)
    {
        _server.Answer = _ => new(status, """{"message": "Not for you."}""", ("Content-Type", "application/json"), ("x-amzn-ErrorType", code));
        AssertRefused(await PrepareAsync(), "Not for you.");
    }

    [Fact]
    public async Task ARepositoryThatDoesNotAnswerIsNoMistakeOfTheTemplate()
    {
        _server.Answer = _ => WireReply.Html(503);
        Assert.Equal("SLS0608", (await Some.ComplaintAsync(PrepareAsync)).Code);
    }

    [Fact]
    public async Task NobodyIsAskedWhenTheServiceExpandsTheTemplate()
    {
        var made = await PrepareAsync(TransformMode.Service);
        Assert.True(made.IsGood, string.Join('\n', made.Diagnostics));
        Assert.Empty(_server.Requests);
    }

    private static WireReply State(string status) => new(
        201, JsonSerializer.Serialize(new { status, templateId = "t-1", templateUrl = Url }), ("Content-Type", "application/json"));

    private void AssertRefused(Checked<DeployRequest> made, string text)
    {
        Assert.Null(made.Value);
        var complaint = Assert.Single(made.Diagnostics);
        Assert.Equal(("SLS0251", _folder["app/template.yaml"], 7, 24), (complaint.Code, complaint.Span.Path, complaint.Span.Start.Line, complaint.Span.Start.Column));
        Assert.Contains(text, complaint.Message, StringComparison.Ordinal);
        Assert.NotNull(complaint.Help);
    }

    private Task<Checked<DeployRequest>> PrepareAsync() => PrepareAsync(TransformMode.Local);

    private async Task<Checked<DeployRequest>> PrepareAsync(TransformMode mode)
    {
        var layout = new ApplicationLayout(_folder.Write("app/template.yaml", Template), _folder["app/app.csproj"]);
        var packaged = await new ApplicationPackager(DiskFiles.Instance, TimeProvider.System)
            .PackageAsync(new(layout, _folder["package"], Context(UnaskedRepository.Instance, mode)), Some.Token);
        Assert.True(packaged.IsGood, string.Join('\n', packaged.Diagnostics));
        Assert.Empty(_server.Requests);

        using var connection = Some.Open(Some.Options(_server.Url) with { Retries = 0 });
        var repository = connection.CreateServerlessRepository(TimeSpan.FromMilliseconds(10), TimeSpan.FromMilliseconds(100), Some.Token);
        return await PackagedDeployment.PrepareAsync(packaged.Value.ManifestPath, new("shop", "eu-west-1"), new InMemoryArtifactStore(), Context(repository, mode), Some.Token);
    }

    private static CompileContext Context(IApplicationRepository repository, TransformMode mode) =>
        new(new TransformContext { Region = "eu-west-1", Time = TimeProvider.System, Applications = repository }) { Mode = mode };
}
