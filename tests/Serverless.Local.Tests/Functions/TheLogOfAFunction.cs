using Serverless.Diagnostics;
using Serverless.Local.Functions;
using Serverless.Testing;

namespace Serverless.Local.Tests.Functions;

public sealed class TheLogOfAFunction
{
    private static async Task TalkAsync(ScriptedRuntime runtime)
    {
        var connection = runtime.Connect();
        while (true)
        {
            var next = await connection.NextAsync();
            runtime.Say($"got {next.Body}");
            await connection.RespondAsync(next.RequestId, "0");
        }
    }

    [Fact]
    public async Task HasLambdasLinesAroundTheFunctionsOwn()
    {
        await using var host = new ScriptedHost(TalkAsync);
        var first = await host.InvokeAsync("1", wantsTail: true);
        var second = await host.InvokeAsync("2", wantsTail: true);

        Assert.Equal(
            $"START RequestId: {first.RequestId} Version: $LATEST\ngot 1\nEND RequestId: {first.RequestId}\n"
            + $"REPORT RequestId: {first.RequestId}\tDuration: 0.00 ms\tBilled Duration: 0 ms\tMemory Size: 256 MB\tMax Memory Used: 42 MB\tInit Duration: 0.00 ms\t\n",
            first.LogTail);
        Assert.Equal(
            $"START RequestId: {second.RequestId} Version: $LATEST\ngot 2\nEND RequestId: {second.RequestId}\n"
            + $"REPORT RequestId: {second.RequestId}\tDuration: 0.00 ms\tBilled Duration: 0 ms\tMemory Size: 256 MB\tMax Memory Used: 42 MB\t\n",
            second.LogTail);
    }

    [Fact]
    public async Task IsAFileForEachStreamBelowItsGroup()
    {
        await using var host = new ScriptedHost(TalkAsync);
        await host.InvokeAsync("1", wantsTail: true);
        host.Host.FlushLogs();
        var file = Assert.Single(Directory.EnumerateFiles(Path.Combine(host.LogFolder, "aws", "lambda", "scripted", "2026", "08", "01")));

        Assert.Matches(@"\[\$LATEST\][0-9a-f]{32}\.log$", file);
        Assert.Contains("2026-08-01T12:00:00.000Z got 1\n", await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task TellsWatchersWhoSaidWhat()
    {
        await using var host = new ScriptedHost(TalkAsync);
        await host.InvokeAsync("1", wantsTail: true);

        Assert.Contains(new FunctionLogLine("scripted", "got 1", FunctionLogSource.Function), host.Lines);
        Assert.Equal("INIT_START Runtime Version: provided.al2023.local", host.Lines.First().Text);
        Assert.Equal(FunctionLogSource.Platform, host.Lines.First().Source);
    }

    [Fact]
    public async Task EndsWithTheLastFourKilobytes()
    {
        await using var host = new ScriptedHost(async runtime =>
        {
            var connection = runtime.Connect();
            var next = await connection.NextAsync();
            for (var i = 0; i < 500; i++)
            {
                runtime.Say($"line {i:000} é");
            }

            await connection.RespondAsync(next.RequestId, "0");
            await connection.AskAsync();
        });
        var tail = (await host.InvokeAsync(wantsTail: true)).LogTail;

        Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(tail), 4093, 4096);
        Assert.Contains("line 499 é\n", tail, StringComparison.Ordinal);
        Assert.DoesNotContain("line 100", tail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OfANewProcessIsANewStream()
    {
        await using var host = new ScriptedHost(
            async runtime =>
            {
                await runtime.Connect().NextAsync();
                runtime.Die(1);
            },
            TalkAsync);
        await host.InvokeAsync("1", wantsTail: true);
        await host.InvokeAsync("2", wantsTail: true);
        host.Host.FlushLogs();

        Assert.Equal(2, Directory.EnumerateFiles(host.LogFolder, "*.log", SearchOption.AllDirectories).Count());
    }

    [Fact]
    public void ThatCannotBeWrittenIsAWarningAndNothingMore()
    {
        using var folder = new TemporaryFolder();
        folder.Write("aws", "a file where a folder should be");
        var diagnostics = new List<Diagnostic>();
        using var store = new LogStore(folder.Path, TimeProvider.System, diagnostics.Add);
        var stream = store.Open("/aws/lambda/f", "2026/08/01/x")!;
        stream.Add("one"u8);
        store.Flush();
        stream.Add("two"u8);
        store.Flush();

        Assert.Equal("SLS0858", Assert.Single(diagnostics).Code);
    }

    [Fact]
    public void NeverLeavesItsFolder()
    {
        using var folder = new TemporaryFolder();
        using var store = new LogStore(folder["logs"], TimeProvider.System, null);
        store.Open("/../../etc", "../x")!.Add("one"u8);
        store.Flush();

        Assert.Equal(folder["logs/_/_/etc/_/x.log"], Assert.Single(Directory.EnumerateFiles(folder.Path, "*", SearchOption.AllDirectories)));
    }

    [Theory]
    [InlineData("a\nb\n", "a|b")]
    [InlineData("a\r\nb", "a|b")]
    [InlineData("\n\n", "|")]
    [InlineData("abcdefghij\nk\n", "abcdefgh|ij|k")]
    [InlineData("abcdefgh\n", "abcdefgh")]
    [InlineData("abcdefghijklmnopqr", "abcdefgh|ijklmnop|qr")]
    public void IsCutIntoLines(string text, string expected)
    {
        foreach (var step in new[] { 1, 3, 100 })
        {
            var lines = new List<string>();
            var splitter = new LineSplitter(line => lines.Add(System.Text.Encoding.UTF8.GetString(line)), limit: 8);
            foreach (var chunk in text.Chunk(step))
            {
                splitter.Write(System.Text.Encoding.UTF8.GetBytes(chunk));
            }

            splitter.Finish();
            Assert.Equal(expected, string.Join('|', lines));
        }
    }
}
