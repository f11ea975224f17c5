using Microsoft.Build.Framework;
using Serverless.Aws;
using Serverless.Stacks;

namespace Serverless.Tasks;

/// <summary>A change set between the task that makes it and the task that executes it, with the connection they share.</summary>
/// <param name="connection">The connection, which the session owns until it is handed over.</param>
internal sealed class DeploySession(AwsConnection connection) : IDisposable
{
    private bool _isHandedOver;

    public AwsConnection Connection { get; } = connection;

    public DeployPipeline? Pipeline { get; private init; }

    public Proposal? Proposal { get; private init; }

    public static DeploySession? Open(AwsConnection? connection) => connection is null ? null : new(connection);

    /// <summary>Leaves the session with MSBuild, which disposes it at the end of the build if nobody takes it.</summary>
    public void HandOver(IBuildEngine4 engine, string project, DeployPipeline pipeline, Proposal proposal)
    {
        var left = new DeploySession(Connection) { Pipeline = pipeline, Proposal = proposal };
        engine.RegisterTaskObject(KeyOf(project), left, RegisteredTaskObjectLifetime.Build, allowEarlyCollection: false);
        _isHandedOver = true;
    }

    /// <summary>The session that was left for a project, or null.</summary>
    public static DeploySession? Take(IBuildEngine4 engine, string project) =>
        engine.UnregisterTaskObject(KeyOf(project), RegisteredTaskObjectLifetime.Build) as DeploySession;

    public void Dispose()
    {
        if (!_isHandedOver)
        {
            Connection.Dispose();
        }
    }

    private static string KeyOf(string project) => $"Serverless.Sdk deployment of {project}";
}
