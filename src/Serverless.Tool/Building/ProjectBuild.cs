using System.Collections.Immutable;
using Microsoft.Build.Evaluation;
using Microsoft.Build.Execution;
using Microsoft.Build.Framework;
using Microsoft.Build.Logging;
using Serverless.Diagnostics;
using Serverless.Text;

namespace Serverless.Tool.Building;

/// <summary>
/// Builds a project in this process with the requests and properties that <c>dotnet build</c> has, so that either finds the other's
/// work done. <see cref="MSBuildRegistration"/> comes first.
/// </summary>
internal sealed class ProjectBuild(BuildRequest request, Action<BuildEvent> report)
{
    // A target of Serverless.Sdk, which returns the manifest's path.
    private const string Question = "_ServerlessTellManifestPath";

    private readonly DateTime _started = DateTime.UtcNow;
    private readonly BuildManager _manager = BuildManager.DefaultBuildManager;

    // Nobody can be asked for credentials while progress is shown.
    private readonly ImmutableDictionary<string, string> _properties =
        ParameterVariables.Set(request.Parameters, ImmutableDictionary<string, string>.Empty.Add("NuGetInteractive", "false").SetItems(request.Properties));

    /// <summary>Restores, then builds the target.</summary>
    /// <exception cref="DiagnosticException">The project is not on Serverless.Sdk, or the binary log cannot be written.</exception>
    /// <param name="cancellationToken">Ends the build, which then has not succeeded.</param>
    public BuiltProject Run(CancellationToken cancellationToken)
    {
        using var projects = new ProjectCollection(_properties);
        Begin(Parameters(projects));
        using var cancel = cancellationToken.Register(_manager.CancelAllSubmissions);
        try
        {
            return request.Restores && !Restore() ? new(false) : Build();
        }
        finally
        {
            _manager.EndBuild();
        }
    }

    // A logger that cannot begin, such as one whose file cannot be written, ends the build before it has begun.
    private void Begin(BuildParameters parameters)
    {
        try
        {
            _manager.BeginBuild(parameters);
        }
        catch (LoggerException broken)
        {
            throw new DiagnosticException(GaveUp(broken));
        }
    }

    private Diagnostic GaveUp(Exception broken) => BuildDiagnostics.Broken.At(SourceSpan.File(request.ProjectPath), $"MSBuild gave up: {broken.Message}");

    private BuildParameters Parameters(ProjectCollection projects) => new(projects)
    {
        Loggers = request.BinaryLogPath is { } path ? [new BinaryLogger { Parameters = $"LogFile={path}" }] : [],
        ForwardingLoggers = [Progress()],
        MaxNodeCount = Environment.ProcessorCount,
        EnableNodeReuse = Environment.GetEnvironmentVariable("MSBUILDDISABLENODEREUSE") != "1",
    };

    // What nobody listens to is not even put into words, nor sent from other nodes.
    private ForwardingLoggerRecord Progress()
    {
        var logger = new ProgressLogger(_started, request, report);
        return new(logger, new LoggerDescription(nameof(ConfigurableForwardingLogger), typeof(BuildManager).Assembly.FullName!, null!, string.Join(';', logger.Heard), LoggerVerbosity.Quiet));
    }

    // Its evaluation is one of its own: packages bring properties and targets that the build must see.
    private bool Restore()
    {
        var properties = _properties
            .SetItem("MSBuildRestoreSessionId", Guid.NewGuid().ToString("D"))
            .SetItem("MSBuildIsRestoring", "true")
            .SetItem("EnableDefaultCompileItems", "false")
            .SetItem("EnableDefaultEmbeddedResourceItems", "false")
            .SetItem("EnableDefaultNoneItems", "false");
        return IsGood(Ask(
            "Restore",
            properties,
            BuildRequestDataFlags.ClearCachesAfterBuild | BuildRequestDataFlags.SkipNonexistentTargets | BuildRequestDataFlags.IgnoreMissingEmptyAndInvalidImports | BuildRequestDataFlags.FailOnUnresolvedSdk));
    }

    private BuiltProject Build()
    {
        if (AskForManifest() is not { } manifest)
        {
            return new(false);
        }

        var result = Ask(request.Target, _properties, BuildRequestDataFlags.None);
        return !IsGood(result) ? new(false) : new(true)
        {
            ManifestPath = request.Target == BuildRequest.Package ? manifest : null,
            Artifacts = [.. result[request.Target].Items.Where(item => request.Target == BuildRequest.Package).Select(Artifact)],
        };
    }

    // MSBuild evaluates the project for this question, keeps it for the request that follows, and leaves a target out that is not there.
    // Null when the project cannot be evaluated, which MSBuild has complained about.
    private string? AskForManifest()
    {
        var result = Ask(Question, _properties, BuildRequestDataFlags.SkipNonexistentTargets);
        if (!IsGood(result))
        {
            return null;
        }

        return result.ResultsByTarget.TryGetValue(Question, out var answer) && answer.Items is [var manifest]
            ? manifest.ItemSpec
            : throw new DiagnosticException(BuildDiagnostics.NotServerless.At(
                SourceSpan.File(request.ProjectPath),
                $"{request.ProjectName} does not use Serverless.Sdk.",
                "Name the project that has the template, or begin its file with <Project Sdk=\"Serverless.Sdk/<version>\">."));
    }

    private BuildResult Ask(string target, ImmutableDictionary<string, string> properties, BuildRequestDataFlags flags) =>
        _manager.BuildRequest(new BuildRequestData(
            request.ProjectPath, properties.ToDictionary(property => property.Key, string? (property) => property.Value), toolsVersion: null, [target], hostServices: null, flags));

    // MSBuild reports what a project does wrong; an exception beside that is one of its own.
    private bool IsGood(BuildResult result)
    {
        if (result.Exception is { } broken and not Microsoft.Build.Exceptions.BuildAbortedException and not Microsoft.Build.Exceptions.InvalidProjectFileException)
        {
            report(new Complained(DateTime.UtcNow - _started, GaveUp(broken)));
        }

        return result.OverallResult == BuildResultCode.Success;
    }

    // A zip that did not change keeps its time.
    private BuiltArtifact Artifact(ITaskItem item)
    {
        var path = item.GetMetadata("FullPath");
        return new(path, BuiltArtifact.Names.ToImmutableDictionary(name => name, item.GetMetadata), File.GetLastWriteTimeUtc(path) >= _started);
    }
}
