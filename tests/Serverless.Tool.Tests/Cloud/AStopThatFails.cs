using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Serverless.Diagnostics;
using Serverless.Local;
using Serverless.Testing;

namespace Serverless.Tool.Cloud;

public sealed class AStopThatFails
{
    [Fact]
    public async Task NamesTheProcessThatRunsOn()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "sleep is Unix'");
        using var home = new TemporaryFolder();
        using var sleeper = Process.Start("sleep", "60");
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var url = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/");
        new LocalCloudRecord(url, sleeper.Id, "1.0.0", DateTimeOffset.UnixEpoch).Write(home.Path);
        var answering = AnswerTwiceAsync(listener, sleeper.Id);

        var failure = await Assert.ThrowsAsync<DiagnosticException>(() => RunningCloud.StopAsync(home.Path, TimeSpan.FromMilliseconds(200), TestContext.Current.CancellationToken));
        await answering;
        sleeper.Kill();

        Assert.Equal("SLS0893", Assert.Single(failure.Diagnostics).Code);
        Assert.Contains($"{sleeper.Id}", failure.Message, StringComparison.Ordinal);
    }

    // The status, then the request to stop.
    private static async Task AnswerTwiceAsync(TcpListener listener, int process)
    {
        var status = JsonSerializer.Serialize(new LocalCloudStatus("1.0.0", process, DateTimeOffset.UnixEpoch, "/", [], [], []), JsonSerializerOptions.Web);
        for (var count = 0; count < 2; count++)
        {
            using var client = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
            var stream = client.GetStream();
            Assert.NotEqual(0, await stream.ReadAsync(new byte[4096], TestContext.Current.CancellationToken));
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: {status.Length}\r\n\r\n{status}"), TestContext.Current.CancellationToken);
        }
    }
}
