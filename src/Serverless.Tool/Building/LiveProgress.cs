using System.Collections.Concurrent;
using System.Diagnostics;
using Serverless.Diagnostics;
using Spectre.Console;

namespace Serverless.Tool.Building;

/// <summary>What runs, kept up to date at the bottom of the terminal; what ended and what is wrong above it.</summary>
internal sealed class LiveProgress : IBuildDisplay
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentQueue<BuildNews> _news = new();
    private readonly CancellationTokenSource _ended = new();
    private readonly long _started = Stopwatch.GetTimestamp();
    private readonly IAnsiConsole _console;
    private readonly TerminalExcerpt _excerpt;
    private readonly Task _showing;
    private volatile BuildState _state = BuildState.Empty;

    /// <param name="console">The terminal.</param>
    /// <param name="folder">Absolute path of the folder that paths are shown from.</param>
    public LiveProgress(IAnsiConsole console, string folder)
    {
        _console = console;
        _excerpt = new(folder);
        _showing = Task.Run(() => _console.Live(View()).AutoClear(true).StartAsync(ShowAsync));
    }

    public void Show(BuildState before, BuildState after)
    {
        _news.Enqueue(BuildNews.Between(before, after));
        _state = after;
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _showing;
        _ended.Dispose();
    }

    // One thread alone writes to the terminal.
    private async Task ShowAsync(LiveDisplayContext context)
    {
        while (!_ended.IsCancellationRequested)
        {
            context.UpdateTarget(View());
            WriteNews();
            await Task.Delay(Beat, _ended.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        context.UpdateTarget(View());
        WriteNews();
    }

    private Spectre.Console.Rendering.IRenderable View() => LiveView.Of(_state, Stopwatch.GetElapsedTime(_started));

    private void WriteNews()
    {
        while (_news.TryDequeue(out var news))
        {
            foreach (var complaint in news.Complaints)
            {
                _console.Markup(_excerpt.Render(complaint) + "\n");
            }

            foreach (var message in news.Messages)
            {
                _console.WriteLine(message);
            }

            foreach (var step in news.Steps)
            {
                _console.MarkupLine($"[{(step.Succeeded ? "green]✓" : "red]✗")}[/] {Markup.Escape(BuildNews.Line(step))}");
            }
        }
    }
}
