using System.IO.Compression;
using System.Text;
using System.Xml.Linq;
using Serverless.Testing;

namespace Serverless.Local.Cloud;

/// <summary>A local cloud in a temporary folder, with fake hosts, and a client for its wire.</summary>
internal sealed class RunningCloud : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private LocalCloud? _cloud;

    private RunningCloud()
    {
    }

    public FakeFunctionHost Functions { get; private set; } = new();

    public FakeHttpApiHost Apis { get; private set; } = new();

    public HttpClient Client { get; private set; } = new();

    public LocalCloud Cloud => _cloud ?? throw new InvalidOperationException("It is not running.");

    public string StateFolder => _folder["state"];

    public string Scratch => _folder.Path;

    public static async Task<RunningCloud> StartAsync(Func<LocalCloudOptions, LocalCloudOptions>? configure = null)
    {
        var running = new RunningCloud();
        await running.StartAgainAsync(configure);
        return running;
    }

    /// <summary>Starts it, as a new process would: with new hosts that know nothing.</summary>
    public async Task StartAgainAsync(Func<LocalCloudOptions, LocalCloudOptions>? configure = null)
    {
        (Functions, Apis) = (new(), new());
        var options = new LocalCloudOptions { StateFolder = StateFolder, Functions = Functions, HttpApis = Apis };
        _cloud = await LocalCloud.StartAsync(configure?.Invoke(options) ?? options, TestContext.Current.CancellationToken);
        Client.Dispose();
        Client = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { BaseAddress = _cloud.Url };
    }

    public async Task StopAsync()
    {
        if (_cloud is not null)
        {
            await _cloud.DisposeAsync();
            _cloud = null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await StopAsync();
        _folder.Dispose();
    }

    /// <summary>Calls a Query operation of CloudFormation. Lists are given member by member.</summary>
    public async Task<QueryAnswer> CallAsync(string action, params IEnumerable<(string Name, string Value)> parameters)
    {
        using var content = new FormUrlEncodedContent(parameters.Select(pair => KeyValuePair.Create(pair.Name, pair.Value))
            .Prepend(new("Action", action)).Append(new("Version", "2010-05-15")));
        using var response = await Client.PostAsync("/", content, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return new((int)response.StatusCode, XElement.Parse(text));
    }

    /// <summary>Makes a change set, executes it and waits for the stack to settle.</summary>
    public async Task<string> DeployAsync(string stack, string template, string type = "CREATE", params IEnumerable<(string Name, string Value)> more)
    {
        var name = $"c{Guid.NewGuid():N}";
        (await CallAsync("CreateChangeSet", [("StackName", stack), ("ChangeSetName", name), ("ChangeSetType", type), ("TemplateBody", template), ("Capabilities.member.1", "CAPABILITY_NAMED_IAM"), .. more])).Succeeded();
        var proposed = (await CallAsync("DescribeChangeSet", ("StackName", stack), ("ChangeSetName", name))).Succeeded();
        if (proposed["Status"] != "CREATE_COMPLETE")
        {
            return $"{proposed["Status"]}: {proposed["StatusReason"]}";
        }

        (await CallAsync("ExecuteChangeSet", ("StackName", stack), ("ChangeSetName", name))).Succeeded();
        return await SettledAsync(stack);
    }

    /// <summary>Waits until a stack is not at work any more.</summary>
    /// <returns>Its status.</returns>
    public async Task<string> SettledAsync(string stack)
    {
        for (var patience = DateTime.UtcNow.AddSeconds(20); ;)
        {
            Assert.True(DateTime.UtcNow < patience, $"{stack} does not settle.");
            var status = (await CallAsync("DescribeStacks", ("StackName", stack))).Succeeded()["StackStatus"]!;
            if (!status.EndsWith("_IN_PROGRESS", StringComparison.Ordinal))
            {
                return status;
            }

            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>The events of a stack, oldest first, as <c>LogicalId STATUS</c>.</summary>
    public async Task<IReadOnlyList<string>> EventsAsync(string stack) =>
        [.. (await CallAsync("DescribeStackEvents", ("StackName", stack))).Succeeded().Members("StackEvents").Reverse().Select(told => $"{told.Text("LogicalResourceId")} {told.Text("ResourceStatus")}")];

    /// <summary>The outputs of a stack.</summary>
    public async Task<IReadOnlyDictionary<string, string>> OutputsAsync(string stack) =>
        (await CallAsync("DescribeStacks", ("StackName", stack))).Succeeded().Members("Outputs").ToDictionary(output => output.Text("OutputKey")!, output => output.Text("OutputValue")!);

    /// <summary>Puts a zip with one file into a bucket that is made if need be.</summary>
    public async Task PutCodeAsync(string bucket, string key, string content = "code")
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var writer = new StreamWriter(zip.CreateEntry("bootstrap").Open());
            writer.Write(content);
        }

        await Client.PutAsync($"/{bucket}", null, TestContext.Current.CancellationToken);
        (await Client.PutAsync($"/{bucket}/{key}", new ByteArrayContent(stream.ToArray()), TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();
    }
}

/// <summary>The XML that a Query service answered with.</summary>
internal sealed record QueryAnswer(int Status, XElement Document)
{
    public string? ErrorCode => Find("Code")?.Value;

    public string? ErrorMessage => Find("Message")?.Value;

    /// <summary>The text of the first element of a name.</summary>
    public string? this[string name] => Find(name)?.Value;

    public QueryAnswer Succeeded()
    {
        Assert.True(Status == 200, Document.ToString());
        return this;
    }

    public IReadOnlyList<XElement> Members(string list) => [.. Find(list)?.Elements() ?? []];

    private XElement? Find(string name) => Document.Descendants().FirstOrDefault(element => element.Name.LocalName == name);
}

/// <summary>Reads XML without caring for namespaces.</summary>
internal static class XmlReading
{
    public static string? Text(this XElement element, string name) => element.Descendants().FirstOrDefault(child => child.Name.LocalName == name)?.Value;

    public static string Utf8(this byte[] bytes) => Encoding.UTF8.GetString(bytes);
}
