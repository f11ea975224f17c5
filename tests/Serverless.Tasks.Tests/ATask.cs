using Microsoft.Build.Framework;
using Serverless.Diagnostics;
using Serverless.Text;

namespace Serverless.Tasks.Tests;

public sealed class ATask
{
    private static readonly DiagnosticDescriptor Kind = new("SLS0213", Severity.Error, "A mistake");

    private readonly RecordingBuildEngine _engine = new();

    [Fact]
    public void LogsAComplaintWithCodeAndPlace()
    {
        var span = new SourceSpan("/app/template.yaml", new(14, 7), new(14, 14));
        Assert.False(Run(task => task.Say(Kind.At(span, "'Runtim' is unknown.", "Did you mean 'Runtime'?"))));
        var error = Assert.Single(_engine.Errors);
        Assert.Equal(("SLS0213", "/app/template.yaml", 14, 7, 14, 14), (error.Code, error.File, error.LineNumber, error.ColumnNumber, error.EndLineNumber, error.EndColumnNumber));
        Assert.Equal("'Runtim' is unknown. Did you mean 'Runtime'?", error.Message);
        Assert.Null(error.Subcategory);
        Assert.Equal(Kind.HelpLink, error.HelpLink);
    }

    [Fact]
    public void SucceedsWithWarningsAlone()
    {
        Assert.True(Run(task => task.Say(Kind.At(SourceSpan.None, "Hm.") with { Severity = Severity.Warning })));
        Assert.Equal("SLS0213", Assert.Single(_engine.Warnings).Code);
    }

    [Fact]
    public void SaysWhatAMistakeOfItsOwnWasWithoutAStackTrace()
    {
        Assert.False(Run(_ => throw new FormatException("odd {0} braces")));
        var error = Assert.Single(_engine.Errors);
        Assert.Equal("SLS0999", error.Code);
        Assert.Contains("FormatException: odd {0} braces", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error.Message, StringComparison.Ordinal);
        Assert.Contains(_engine.Messages, message => message.Importance == MessageImportance.Low && message.Message!.Contains("   at ", StringComparison.Ordinal));
    }

    [Fact]
    public void ReportsEveryComplaintOfADiagnosticException()
    {
        Assert.False(Run(_ => throw new DiagnosticException(Kind.At(SourceSpan.None, "One."), Kind.At(SourceSpan.None, "Two."))));
        Assert.Equal(["One.", "Two."], _engine.Errors.Select(error => error.Message));
    }

    [Fact]
    public async Task StopsWhenItIsCancelled()
    {
        using var task = new Probe { BuildEngine = _engine, Job = (_, token) => Task.Delay(Timeout.Infinite, token) };
        var run = Task.Run(task.Execute, TestContext.Current.CancellationToken);
        task.Cancel();
        Assert.False(await run.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken));
        Assert.Empty(_engine.Errors);
    }

    private bool Run(Action<Probe> job)
    {
        using var task = new Probe
        {
            BuildEngine = _engine,
            Job = (probe, _) =>
            {
                job(probe);
                return Task.CompletedTask;
            },
        };
        return task.Execute();
    }

    private sealed class Probe : ServerlessTask
    {
        public Func<Probe, CancellationToken, Task> Job { get; init; } = (_, _) => Task.CompletedTask;

        public void Say(Diagnostic diagnostic) => Report([diagnostic]);

        protected override Task RunAsync(CancellationToken cancellationToken) => Job(this, cancellationToken);
    }
}
