using System.Collections.Concurrent;
using System.Collections.Immutable;
using Serverless.Artifacts;
using Serverless.Diagnostics;
using Serverless.Templates;
using Serverless.Testing;
using Serverless.Text;

namespace Serverless.Stacks;

/// <summary>One job against a CloudFormation in memory, with a clock that does not wait.</summary>
internal sealed class Story
{
    public const string HelloTemplate = """
        Parameters:
          Stage: { Type: String, Default: dev }
        Resources:
          Hello:
            Type: AWS::Lambda::Function
            Properties:
              Handler: Hello
          Orders:
            Type: AWS::DynamoDB::Table
        """;

    private readonly ConcurrentQueue<DeployEvent> _events = new();

    public Story() => Client = new(Time);

    public InstantTime Time { get; } = new();

    public InMemoryStackClient Client { get; }

    public InMemoryArtifactStore Store { get; } = new();

    public StackTarget Target { get; set; } = new("orders", "eu-west-1");

    public string Template { get; set; } = HelloTemplate;

    public ImmutableArray<AddressedArtifact> Artifacts { get; set; } = [Artifact("hello")];

    public Action<DeployEvent>? OnEvent { get; set; }

    public IReadOnlyCollection<DeployEvent> Events => _events;

    public IEnumerable<string> Lines => _events.Select(DeployEventText.Line).OfType<string>();

    public DeployPipeline Pipeline => new(Client, Store, Time);

    public DeployRequest Request => new(Target, new(TemplateReader.Read(new SourceText("template.yaml", Template)).Value!, Template), Artifacts);

    public IProgress<DeployEvent> Progress => new Listener(this);

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public Task<StackOutcome> DeployAsync() => DeployUntilAsync(Token);

    public Task<StackOutcome> DeployUntilAsync(CancellationToken stop) => Pipeline.DeployAsync(Request, Progress, stop);

    public Task<StackOutcome> PlanAsync() => Pipeline.PlanAsync(Request, Progress, Token);

    public Task<StackOutcome> DestroyAsync() => DestroyUntilAsync(Token);

    public Task<StackOutcome> DestroyUntilAsync(CancellationToken stop) => Pipeline.DestroyAsync(Target, [], Progress, stop);

    public static AddressedArtifact Artifact(string id) =>
        new(new(id, $"/{id}.zip", $"hash-of-{id}", "sha", Size: 2048, UnzippedSize: 4096), new("bucket", $"{id}/hash-of-{id}.zip"));

    /// <summary>The only complaint of an outcome.</summary>
    public static Diagnostic Only(StackOutcome outcome) => Assert.Single(outcome.Diagnostics);

    private sealed class Listener(Story story) : IProgress<DeployEvent>
    {
        public void Report(DeployEvent value)
        {
            story._events.Enqueue(value);
            story.OnEvent?.Invoke(value);
        }
    }
}
