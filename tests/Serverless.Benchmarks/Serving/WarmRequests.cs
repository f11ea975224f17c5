using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using Serverless.Benchmarks.Starting;
using Serverless.Local.Functions;
using Serverless.Local.Http;
using Serverless.Testing;

namespace Serverless.Benchmarks.Serving;

/// <summary>Warm calls of a ReadyToRun function in a process of its own: through the HTTP front, and from inside the function host.</summary>
public static class WarmRequests
{
    private const int Count = 20_000;
    private const int WarmUp = 5_000;
    private const string Name = "hello";
    private const string Arn = $"arn:aws:lambda:us-east-1:000000000000:function:{Name}";

    /// <summary>Times both, one call after the other.</summary>
    public static async Task RunAsync(Measurement measurement)
    {
        var report = measurement.Begin("Warm calls, one after the other", "what", "", "p50 ms", "p90 ms", "p99 ms", "p99.9 ms", "max ms", "calls");
        using var folder = new TemporaryFolder();
        await using var functions = new FunctionHost(new FunctionHostOptions { CodeFolder = folder["code"], LogFolder = folder["logs"] });
        await functions.PutAsync(Hello(folder), CancellationToken.None);
        await using var apis = new HttpApiHost(functions, new HttpApiHostOptions { StateFolder = folder["apis"] });
        var address = await apis.ReserveAsync("abcdefghij", CancellationToken.None);
        await apis.PutAsync(new("abcdefghij", Name) { Routes = [new("GET /hello/{name}", Arn)] }, CancellationToken.None);
        using var connection = await KeptConnection.OpenAsync(address);

        var payload = """{"Name":"Ada"}"""u8.ToArray();
        report.Add(Row(await TimeAsync("call inside the function host", async () =>
        {
            var result = await functions.InvokeAsync(new InvocationRequest(Name, payload) { WantsLogTail = false }, CancellationToken.None);
            if (result.FunctionError is not null)
            {
                throw new InvalidOperationException("The function failed.");
            }
        })));
        report.Add(Row(await TimeAsync("request through the HTTP front", () => connection.GetAsync("/hello/Ada"))));
        report.End("One keep-alive connection on a plain socket; the function reads and writes typed JSON; logs are on.");
    }

    private static async Task<Series> TimeAsync(string name, Func<Task> callAsync)
    {
        var samples = new double[Count];
        for (var i = -WarmUp; i < Count; i++)
        {
            var started = Stopwatch.GetTimestamp();
            await callAsync();
            samples[Math.Max(i, 0)] = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        }

        return new(name, samples);
    }

    private static FunctionConfiguration Hello(TemporaryFolder folder)
    {
        var program = PublishedProgram.Publish(Repository.Root, "HelloFunction", CompileMode.All.Single(mode => mode.Name == "ReadyToRun"), folder.Path);
        var zip = folder["hello.zip"];
        ZipFile.CreateFromDirectory(program.Folder, zip);
        return new()
        {
            Name = Name,
            Arn = Arn,
            Runtime = "dotnet10",
            Handler = "HelloFunction",
            CodePath = zip,
            CodeSha256 = Convert.ToBase64String(SHA256.HashData(File.ReadAllBytes(zip))),
            MemorySize = 512,
            TimeoutSeconds = 30,
        };
    }

    private static IReadOnlyList<string> Row(Series series) =>
    [
        series.Name,
        "",
        .. ((double[])[0.5, 0.9, 0.99, 0.999, 1]).Select(share => series.Percentile(share).ToString("F3", CultureInfo.InvariantCulture)),
        series.Samples.Count.ToString(CultureInfo.InvariantCulture),
    ];
}
