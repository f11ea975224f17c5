using Spectre.Console;
using Spectre.Console.Rendering;

namespace Serverless.Tool.Building;

/// <summary>The part of the terminal that changes: what runs now, and for how long.</summary>
internal static class LiveView
{
    private const string Frames = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏";
    private const int FrameMilliseconds = 100;

    /// <summary>A state as it looks at a time.</summary>
    public static IRenderable Of(BuildState state, TimeSpan now)
    {
        var grid = new Grid { Expand = false }.AddColumn(Column()).AddColumn(Column()).AddColumn(Column()).AddColumn(Column());
        foreach (var step in state.Running)
        {
            grid.AddRow(
                new Spectre.Console.Text(Frame(now), new Style(Color.Blue)),
                new Spectre.Console.Text(step.Key.Name),
                new Spectre.Console.Text(step.Activity, new Style(decoration: Decoration.Dim)),
                new Spectre.Console.Text(BuildNews.Duration(now - step.Started), new Style(decoration: Decoration.Dim)));
        }

        return grid;
    }

    private static GridColumn Column() => new GridColumn { NoWrap = true }.PadLeft(0).PadRight(1);

    private static string Frame(TimeSpan now) => Frames[(int)(now.TotalMilliseconds / FrameMilliseconds) % Frames.Length].ToString();
}
