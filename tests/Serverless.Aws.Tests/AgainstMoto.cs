using System.Security.Cryptography;
using System.Text;
using Amazon.S3;
using Serverless.Artifacts;
using Serverless.Aws.Images;
using Serverless.Stacks;
using Serverless.Templates;
using Serverless.Testing;
using Serverless.Text;

namespace Serverless.Aws;

/// <summary>
/// The wire as somebody else reads it. moto knows no rollback, no resource events and no outputs of stacks made through change sets,
/// so that only requests and states are looked at here.
/// </summary>
public sealed class AgainstMoto : IClassFixture<MotoServer>, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly AwsConnection _connection = null!;
    private readonly string _stackName = $"orders-{Guid.NewGuid():N}";

    public AgainstMoto(MotoServer moto)
    {
        Assert.SkipWhen(moto.Url is null, "moto_server is not installed");
        Url = moto.Url;
        _connection = Some.Connection(Url);
    }

    private string Url { get; }

    public void Dispose()
    {
        _connection?.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task TheIdentityIsRead() => Assert.Equal(Some.Account, (await _connection.IdentifyAsync(Some.Token)).Account);

    [Fact]
    public async Task EcrGivesAPassword() =>
        Assert.StartsWith("AWS:", Encoding.UTF8.GetString(Convert.FromBase64String(await EcrToken.GetAsync(_connection, Some.Token))), StringComparison.Ordinal);

    [Theory]
    [InlineData(1000)]
    [InlineData(17 * 1024 * 1024)]
    public async Task WhatIsStoredIsWhatWasPacked(int size)
    {
        var content = new byte[size];
        new Random(size).NextBytes(content);
        var path = _folder["code.zip"];
        await File.WriteAllBytesAsync(path, content, Some.Token);
        var artifact = new Artifact("Hello", path, $"hash{size}", Convert.ToHexStringLower(SHA256.HashData(content)), size, size);
        var store = _connection.CreateArtifactStore(new() { Prefix = "some prefix/ü" });
        var location = await store.AddressAsync(artifact, Some.Token);
        Assert.True(await store.StoreAsync(artifact, location, null, Some.Token));
        Assert.False(await store.StoreAsync(artifact, location, null, Some.Token));

        using var s3 = new AmazonS3Client("any", "any", new AmazonS3Config { ServiceURL = Url, AuthenticationRegion = "eu-west-1", ForcePathStyle = true });
        using var stored = await s3.GetObjectAsync(location.Bucket, location.Key, Some.Token);
        Assert.Equal(artifact.Sha256, Convert.ToHexStringLower(await SHA256.HashDataAsync(stored.ResponseStream, Some.Token)));
        var lifecycle = await s3.GetLifecycleConfigurationAsync(location.Bucket, Some.Token);
        Assert.Equal(["old-artifacts", "templates", "unfinished-uploads"], lifecycle.Configuration.Rules.Select(rule => rule.Id).Order(StringComparer.Ordinal));
        var access = await s3.GetPublicAccessBlockAsync(new() { BucketName = location.Bucket }, Some.Token);
        Assert.True(access.PublicAccessBlockConfiguration.RestrictPublicBuckets);
    }

    [Fact]
    public async Task AStackIsCreatedLeftAloneUpdatedAndDestroyed()
    {
        var created = await DeployAsync(Template("first"));
        Assert.Equal((StackOutcomeKind.Succeeded, "CREATE_COMPLETE"), (created.Kind, created.Status?.Name));
        Assert.Equal(["Group", "Role"], created.Changes.Select(change => change.LogicalId).Order(StringComparer.Ordinal));

        Assert.Equal(StackOutcomeKind.Unchanged, (await DeployAsync(Template("first"))).Kind);

        var updated = await DeployAsync(Template("second"));
        Assert.Equal((StackOutcomeKind.Succeeded, "UPDATE_COMPLETE"), (updated.Kind, updated.Status?.Name));

        var resources = await _connection.CreateStackClient().ListResourcesAsync(_stackName, Some.Token);
        Assert.Equal(["Group", "Role"], resources.Select(resource => resource.LogicalId).Order(StringComparer.Ordinal));

        var destroyed = await Pipeline.DestroyAsync(Target, [], null, Some.Token);
        Assert.Equal((StackOutcomeKind.Succeeded, "DELETE_COMPLETE"), (destroyed.Kind, destroyed.Status?.Name));
        Assert.Null(await _connection.CreateStackClient().DescribeAsync(_stackName, Some.Token));
    }

    [Fact]
    public async Task ALongTemplateIsReadFromTheBucket()
    {
        var outcome = await DeployAsync($"{Template("long")}\n# {new string('x', 60_000)}");
        Assert.Equal((StackOutcomeKind.Succeeded, "CREATE_COMPLETE"), (outcome.Kind, outcome.Status?.Name));
    }

    [Fact]
    public async Task APlanLeavesNoStack()
    {
        var request = Request(Template("planned"));
        var outcome = await Pipeline.PlanAsync(request, null, Some.Token);
        Assert.Equal((StackOutcomeKind.Planned, 2), (outcome.Kind, outcome.Changes.Length));
    }

    private DeployPipeline Pipeline => new(_connection.CreateStackClient(), _connection.CreateArtifactStore(new()), TimeProvider.System);

    private StackTarget Target => new(_stackName, "eu-west-1") { Timeout = TimeSpan.FromMinutes(2), Tags = [new("team", "orders")] };

    private Task<StackOutcome> DeployAsync(string template) => Pipeline.DeployAsync(Request(template), null, Some.Token);

    private DeployRequest Request(string template) => new(Target, new(TemplateReader.Read(new SourceText("template.yaml", template)).Value!, template), []);

    private string Template(string description) => $$"""
        AWSTemplateFormatVersion: '2010-09-09'
        Resources:
          Group:
            Type: AWS::Logs::LogGroup
            Properties: { LogGroupName: '/{{_stackName}}' }
          Role:
            Type: AWS::IAM::Role
            Properties:
              Description: {{description}}
              AssumeRolePolicyDocument: { Statement: [] }
        """;
}
