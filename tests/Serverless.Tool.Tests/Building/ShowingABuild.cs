using Serverless.Diagnostics;
using Serverless.Testing;
using Spectre.Console;
using Spectre.Console.Testing;
using static Serverless.Tool.Building.Happened;

namespace Serverless.Tool.Building;

public sealed class ShowingABuild : IDisposable
{
    private static readonly BuildEvent[] Build =
    [
        Opened(0, 1, new(StepKind.Restore, "")), Closed(1, 1),
        Opened(1, 2, new(StepKind.Package, "/src/App/App.csproj")),
        Opened(1, 3, Function), Opened(2, 4, Library), Closed(3, 4), Ran(3, "Csc"), Closed(65, 3),
        new Said(default, "a message"), Closed(66, 2),
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task WithoutATerminalEveryStepIsALineWhenItEnds()
    {
        using var lines = new StringWriter { NewLine = "\n" };
        await using (var display = new PlainProgress(lines, showsSteps: true))
        {
            Show(display, Build);
        }

        Assert.Equal("restored (1.0 s)\nLib unchanged (1.0 s)\nApp linux-x64 published (1 min 4 s)\na message\n", lines.ToString());
    }

    [Fact]
    public async Task WithoutATerminalComplaintsAreWrittenAsMSBuildDoes()
    {
        using var lines = new StringWriter { NewLine = "\n" };
        await using (var display = new PlainProgress(lines, showsSteps: false))
        {
            Show(display, [.. Build[..2], Wrong("CS0103"), Wrong("CS0103"), Wrong("NU1903", severity: Severity.Warning)]);
        }

        Assert.Equal("/src/App/Program.cs(2,5): error CS0103: It is wrong.\n/src/App/Program.cs(2,5): warning NU1903: It is wrong.\n", lines.ToString());
    }

    [Fact]
    public void ATerminalShowsWhatRunsAndForHowLong()
    {
        var console = new TestConsole().Width(80);
        console.Write(LiveView.Of(State(Opened(0, 1, Function), Entered(1, "CoreCompile"), Opened(1, 2, Library), Opened(1, 3, null)), TimeSpan.FromSeconds(3)));
        Assert.Equal(["App linux-x64 compiling 3.0 s", "Lib starting 2.0 s"], console.Lines.Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..])));
    }

    [Fact]
    public async Task ATerminalKeepsWhatEnded()
    {
        var console = new TestConsole().Width(80).Interactive();
        await using (var display = new LiveProgress(console, "/src"))
        {
            Show(display, Build);
        }

        Assert.Contains("✓ restored (1.0 s)", console.Output, StringComparison.Ordinal);
        Assert.Contains("✓ App linux-x64 published (1 min 4 s)", console.Output, StringComparison.Ordinal);
        Assert.Contains("a message", console.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ATerminalShowsTheLineOfAMistake()
    {
        var program = _folder.Write("App/Program.cs", "int a;\nint [b] c;\n");
        var console = new TestConsole().Width(80).Interactive();
        await using (var display = new LiveProgress(console, _folder.Path))
        {
            Show(display, Opened(0, 1, Function), Wrong("CS0103", program), Closed(1, 1, succeeded: false));
        }

        Assert.Contains("error CS0103: It is wrong.\n --> App/Program.cs:2:5\n  |\n2 | int [b] c;\n  |     ^^^^\n", console.Output.ReplaceLineEndings("\n").Replace(" \n", "\n", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("✗ App linux-x64 failed (1.0 s)", console.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WithoutColourATerminalStaysAlive()
    {
        using var text = new StringWriter();
        var console = AnsiConsole.Create(new() { Ansi = AnsiSupport.Yes, ColorSystem = ColorSystemSupport.NoColors, Interactive = InteractionSupport.Yes, Out = new AnsiConsoleOutput(text) });
        await using (var display = new LiveProgress(console, "/src"))
        {
            Show(display, Opened(0, 1, Library), Wrong("CS0103"), Closed(1, 1));
        }

        Assert.Contains("✓ Lib unchanged (1.0 s)", text.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b[31m", text.ToString(), StringComparison.Ordinal);
        Assert.DoesNotMatch("\u001b\\[[0-9;]*3[0-9]", text.ToString());
    }

    [Theory]
    [InlineData("TERM", "xterm-256color", true)]
    [InlineData("TERM", "dumb", false)]
    [InlineData("CI", "true", false)]
    [InlineData("CI", "false", true)]
    [InlineData("CI", "", true)]
    [InlineData("TF_BUILD", "True", false)]
    [InlineData("NO_COLOR", "1", true)]
    public void BuildServersAndDumbTerminalsGetPlainLines(string name, string value, bool isLive) =>
        Assert.Equal(isLive, Terminal.IsLiveBy(variable => variable == name ? value : null));
}
