using System.Buffers.Binary;
using System.Text;
using Serverless.Testing;

namespace Serverless.Logging;

public sealed class ALogLine
{
    private readonly MemoryStream _output = new();

    [Fact]
    public void HasTimeRequestIdLevelAndText()
    {
        Log([], "id-1").Warning("disk almost full");
        Assert.Equal("2026-11-22T19:40:29.106Z\tid-1\twarn\tdisk almost full\n", Written);
    }

    [Fact]
    public void OutsideOfAnInvocationHasAnEmptyRequestId()
    {
        NewWriter([]).Write(LogLevel.Information, "starting", null, null);
        Assert.Equal("2026-11-22T19:40:29.106Z\t\tinfo\tstarting\n", Written);
    }

    [Fact]
    public void IsFollowedByTheException()
    {
        Log([], "id-1").Error("failed", new FormatException("bad"));
        Assert.Equal("2026-11-22T19:40:29.106Z\tid-1\tfail\tfailed\nSystem.FormatException: bad\n", Written);
    }

    [Theory]
    [InlineData(null, "info warn fail crit ")]
    [InlineData("TRACE", "trce dbug info warn fail crit ")]
    [InlineData("debug", "dbug info warn fail crit ")]
    [InlineData("WARN", "warn fail crit ")]
    [InlineData("ERROR", "fail crit ")]
    [InlineData("FATAL", "crit ")]
    [InlineData("nonsense", "info warn fail crit ")]
    public void BelowTheLevelIsLeftOut(string? level, string expected)
    {
        var log = Log(new() { ["AWS_LAMBDA_LOG_LEVEL"] = level }, "id-1");
        log.Trace("x");
        log.Debug("x");
        log.Information("x");
        log.Warning("x");
        log.Error("x");
        log.Critical("x");
        Assert.Equal(expected, string.Concat(Written.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t')[2] + " ")));
    }

    [Fact]
    public void AsJsonIsOneObject()
    {
        var writer = NewWriter(new() { ["AWS_LAMBDA_LOG_FORMAT"] = "JSON" });
        writer.Write(LogLevel.Error, "größer\nzwei", new FormatException("bad"), new InvocationContext { RequestId = "id-1", TraceId = "Root=1", TenantId = "blue" });
        Assert.Equal(
            """{"timestamp":"2026-11-22T19:40:29.106Z","level":"Error","requestId":"id-1","tenantId":"blue","traceId":"Root=1","message":"größer\nzwei","""
            + """
            "errorType":"System.FormatException","errorMessage":"bad","stackTrace":[]}

            """,
            Written);
    }

    [Fact]
    public void AsJsonLeavesOutWhatIsUnknown()
    {
        NewWriter(new() { ["AWS_LAMBDA_LOG_FORMAT"] = "Text", ["AWS_LAMBDA_HANDLER_LOG_FORMAT"] = "Json" }).Write(LogLevel.Information, "x", null, null);
        Assert.Equal("""{"timestamp":"2026-11-22T19:40:29.106Z","level":"Information","message":"x"}""" + "\n", Written);
    }

    [Theory, InlineData("TEXT", 0xa55a0003u), InlineData("JSON", 0xa55a0002u)]
    public void GoesToTheFramedDescriptorWhenLambdaHandsOneOut(string format, uint type)
    {
        using var folder = new TemporaryFolder();
        using (var file = File.OpenHandle(folder["log"], FileMode.Create, FileAccess.Write))
        {
            Log(new() { ["_LAMBDA_TELEMETRY_LOG_FD"] = $"{file.DangerousGetHandle()}", ["AWS_LAMBDA_LOG_FORMAT"] = format }, "id-1").Information("framed");
        }

        var bytes = File.ReadAllBytes(folder["log"]);
        Assert.Equal(type, BinaryPrimitives.ReadUInt32BigEndian(bytes));
        Assert.Equal(bytes.Length - 16, BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(4)));
        Assert.Equal(new StoppedClock().GetUtcNow(), DateTimeOffset.UnixEpoch.AddMicroseconds(BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(8))));
        Assert.Contains("framed", Encoding.UTF8.GetString(bytes.AsSpan(16)), StringComparison.Ordinal);
        Assert.Equal("", Written);
    }

    [Fact]
    public void GoesToStandardOutputWhenTheFramedDescriptorIsBad()
    {
        Log(new() { ["_LAMBDA_TELEMETRY_LOG_FD"] = "987654" }, "id-1").Information("plain");
        Assert.EndsWith("plain\n", Written, StringComparison.Ordinal);
    }

    private string Written => Encoding.UTF8.GetString(_output.ToArray());

    private InvocationLog Log(Dictionary<string, string?> variables, string requestId) =>
        new InvocationContext { RequestId = requestId, LogWriter = NewWriter(variables) }.Log;

    private LogWriter NewWriter(Dictionary<string, string?> variables) => new(variables.GetValueOrDefault, () => _output, new StoppedClock());

    private sealed class StoppedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 11, 22, 19, 40, 29, 106, TimeSpan.Zero);
    }
}
