namespace Serverless.Local.Tests.Functions;

public sealed class AScriptAsBootstrap(ProcessFixture fixture) : IClassFixture<ProcessFixture>
{
    private const string Loop =
        """
        #!/bin/sh
        api="http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation"
        while true; do
          headers=$(mktemp)
          event=$(curl -sS -D "$headers" "$api/next") || exit 1
          id=$(grep -i '^Lambda-Runtime-Aws-Request-Id:' "$headers" | tr -d '\r' | cut -d' ' -f2)
          rm "$headers"
          echo "handling $_HANDLER"
          curl -sS -o /dev/null "$api/$id/response" -d "{\"got\":$event}" || exit 1
        done
        """;

    [Fact]
    public async Task AnswersThroughCurl()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/curl"), "curl is not installed");
        var result = await fixture.PutAndInvokeAsync(fixture.Script("curl", Loop), "1");
        var again = await fixture.InvokeAsync("curl", "2");

        Assert.Equal(("""{"got":1}""", """{"got":2}"""), (result.Text(), again.Text()));
        Assert.Contains("handling anything\n", again.LogTail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ThatNoInterpreterCanRunIsAClearError()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "interpreter lines are Unix'");
        var result = await fixture.PutAndInvokeAsync(fixture.Script("nointerpreter", "#!/no/such/shell\n"), "1");

        Assert.Equal("Unhandled", result.FunctionError);
        Assert.Contains("Runtime.InvalidEntrypoint", result.Text(), StringComparison.Ordinal);
    }
}
