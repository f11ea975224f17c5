using System.Collections.Concurrent;
using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using Serverless.Compilation;
using Serverless.Templates;
using Serverless.Testing;

namespace Serverless.Artifacts;

/// <summary>
/// Gives <c>aws cloudformation package</c> and this product the same template with every property of the table, and compares what the
/// properties hold in the end and what is stored there. The bucket is a few lines of HTTP.
/// </summary>
public sealed class ComparedWithAwsCli : IDisposable
{
    // SAM's own command, or the template reference, has these; aws-cli leaves them as they are.
    private static readonly HashSet<string> BeyondAwsCli =
    [
        "AWS::Serverless::HttpApi.DefinitionUri",
        "AWS::Serverless::GraphQLApi.SchemaUri",
        "AWS::Serverless::GraphQLApi.Functions.*.CodeUri",
        "AWS::Serverless::GraphQLApi.Resolvers.*.*.CodeUri",
        "AWS::ApiGatewayV2::Api.BodyS3Location",
        "AWS::AppSync::Resolver.CodeS3Location",
        "AWS::AppSync::FunctionConfiguration.CodeS3Location",
        "AWS::CloudFormation::StackSet.TemplateURL",
        "AWS::CloudFormation::ModuleVersion.ModulePackage",
        "AWS::CloudFormation::ResourceVersion.SchemaHandlerPackage",
        "AWS::CloudFormation::HookVersion.SchemaHandlerPackage",
    ];

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task EveryPropertyEndsInTheSameFormWithTheSameContent()
    {
        Assert.SkipUnless(OutsideProgram.Find("aws") is not null, "aws-cli is not installed");
        Assert.SkipUnless(HttpListener.IsSupported, "HttpListener is not supported here");
        WriteFiles();
        using var bucket = new Bucket();
        var template = _folder.Write("template.json", Template());
        var aws = await OutsideProgram.RunAsync(
            "aws",
            ["cloudformation", "package", "--template-file", template, "--s3-bucket", "bucket", "--use-json", "--output-template-file", _folder["packaged.json"]],
            _folder.Path,
            new Dictionary<string, string?>
            {
                ["AWS_ENDPOINT_URL"] = bucket.Url, ["AWS_ACCESS_KEY_ID"] = "test", ["AWS_SECRET_ACCESS_KEY"] = "test", ["AWS_DEFAULT_REGION"] = "eu-west-1",
                ["AWS_PROFILE"] = null, ["AWS_CONFIG_FILE"] = _folder["none"], ["AWS_SHARED_CREDENTIALS_FILE"] = _folder["none"],
            },
            Token);
        aws.Succeeded();

        var theirs = Read(await File.ReadAllTextAsync(_folder["packaged.json"], Token));
        var source = Read(await File.ReadAllTextAsync(template, Token), template);
        var layout = new ApplicationLayout(template, _folder["App.csproj"]) { Projects = [] };
        var plan = await PackagePlanner.RequiredPublishesAsync(source, layout, new(DiskFiles.Instance, TimeProvider.System, TemplateComposer.ForNested(SomeContext.Make())), Token);
        Assert.True(plan.IsGood, SomeApp.Show(plan.Diagnostics));

        var artifacts = plan.Value.Artifacts.SelectMany(artifact => artifact.Fills, (artifact, place) => KeyValuePair.Create(place, artifact)).ToDictionary();
        var nested = plan.Value.Templates.SelectMany(one => one.Fills).ToHashSet();
        var ours = TemplateRewriter.PointAt(
            source,
            artifacts.Keys.Concat(nested).Select(place => KeyValuePair.Create(place, new ArtifactLocation("bucket", "KEY") { HttpsUrl = $"{bucket.Url}/bucket/KEY" })));

        var compared = 0;
        foreach (var place in PathPlaces.Of(source).Where(place => place.Value is not null))
        {
            var name = $"{place.Property.ResourceType}.{place.Property.Property}";
            var (left, right) = (PathPlaces.Find(theirs, place.Place)!.Value!, PathPlaces.Find(ours, place.Place)!.Value!);
            // It looks for AWS::Include inside of sections only.
            if (BeyondAwsCli.Contains(name) || place.Place.Property.StartsWith("/Transform/", StringComparison.Ordinal))
            {
                Assert.True(left is StringValue { Value: var untouched } && untouched == place.Value.AsString(), $"aws-cli exports {name} by now: {TemplateWriter.WriteCompactJson(left)}");
                continue;
            }

            var key = KeyIn(left);
            Assert.True(key is not null, $"aws-cli leaves {name} as it is: {TemplateWriter.WriteCompactJson(left)}");
            Assert.Equal($"{name} {TemplateWriter.WriteCompactJson(right)}", $"{name} {TemplateWriter.WriteCompactJson(left).Replace(key, "KEY", StringComparison.Ordinal)}");
            if (!nested.Contains(place.Place))
            {
                Assert.Equal($"{name} {await ShowOursAsync(artifacts[place.Place])}", $"{name} {Show(bucket.Objects[key])}");
                compared++;
            }
        }

        Assert.True(compared > 15, $"only {compared.ToString(CultureInfo.InvariantCulture)} were compared");
        Assert.Equal("./code", theirs.FindResource("R0")!.Properties!["Unknown"].AsString());
        Assert.Equal(
            TemplateWriter.WriteCompactJson(theirs.FindResource("R0")!.Body["Metadata"]!),
            TemplateWriter.WriteCompactJson(ours.FindResource("R0")!.Body["Metadata"]!));
    }

    private void WriteFiles()
    {
        _folder.Write("code/app.py", "print()");
        _folder.Write("code/lib/x.py", "x");
        _folder.Write("file.txt", "{}");
        _folder.Write("child.json", """{"Resources": {"Q": {"Type": "AWS::SQS::Queue"}}}""");
    }

    // One resource for each row of the table with the kind of path that it is made for, and once more with the other kind where both work.
    // Container images are nothing that aws-cli packages.
    private static string Template()
    {
        var resources = PathProperties.All.Where(row => row.Content != PathContent.Image).SelectMany(row => PathsFor(row), (row, path) => (row, path)).Select((one, at) =>
        {
            var names = one.row.Property.Replace("*", "Name", StringComparison.Ordinal).Split('.');
            var inner = names.Reverse().Aggregate(JsonSerializer.Serialize(one.path), (text, name) => $$"""{"{{name}}": {{text}}}""");
            return $$$"""
                "R{{{at}}}": {"Type": "{{{one.row.ResourceType}}}", "Metadata": {"Path": "./code"}, "Properties": {"Unknown": "./code", {{{inner[1..]}}}}
                """;
        });
        return $$"""
            {
              "Transform": ["AWS::Serverless-2016-10-31", {"Name": "AWS::Include", "Parameters": {"Location": "file.txt"} }],
              "Metadata": {"{{PathProperties.RepositoryMetadata}}": {"LicenseUrl": "file.txt", "ReadmeUrl": "file.txt"} },
              "Resources": {
                {{string.Join(",\n", resources)}},
                "Include": {"Type": "AWS::SQS::Queue", "Properties": {"Fn::Transform": {"Name": "AWS::Include", "Parameters": {"Location": "file.txt"} } } }
              }
            }
            """;
    }

    private static string[] PathsFor(PathProperty row) => row.Content switch
    {
        PathContent.Template => ["child.json"],
        PathContent.File => row.ResourceType == "AWS::ElasticBeanstalk::ApplicationVersion" ? ["file.txt", "code"] : ["file.txt"],
        _ => ["./code", "file.txt"],
    };

    private static Template Read(string text, string path = "packaged.json") => TemplateReader.Read(new(path, text)).Value!;

    private static string? KeyIn(TemplateValue value) => value switch
    {
        StringValue text when text.Value.Contains("bucket/", StringComparison.Ordinal) => text.Value[(text.Value.IndexOf("bucket/", StringComparison.Ordinal) + "bucket/".Length)..],
        MapValue map => (map["Key"] ?? map["S3Key"]).AsString(),
        _ => null,
    };

    private async Task<string> ShowOursAsync(PlannedArtifact artifact)
    {
        var packed = await ArtifactPacker.PackAsync(artifact, new(_folder["ours"]), Token);
        return Show(await File.ReadAllBytesAsync(packed.Value!.Artifact.Path, Token));
    }

    // A zip by its names and contents: times, order and compression are each tool's own.
    private static string Show(byte[] content)
    {
        if (!content.AsSpan().StartsWith("PK"u8))
        {
            return Encoding.UTF8.GetString(content);
        }

        using var archive = new ZipArchive(new MemoryStream(content));
        return string.Join(' ', archive.Entries.OrderBy(entry => entry.FullName, StringComparer.Ordinal).Select(entry => $"{entry.FullName}={entry.Crc32}"));
    }

    /// <summary>Takes every object it is sent and has none until then.</summary>
    private sealed class Bucket : IDisposable
    {
        private readonly HttpListener _listener = new();

        public Bucket()
        {
            using (var free = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0))
            {
                free.Start();
                Url = $"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture)}";
            }

            _listener.Prefixes.Add($"{Url}/");
            _listener.Start();
            _ = ServeAsync();
        }

        public string Url { get; }

        public ConcurrentDictionary<string, byte[]> Objects { get; } = new();

        public void Dispose() => _listener.Close();

        private async Task ServeAsync()
        {
            try
            {
                while (true)
                {
                    await AnswerAsync(await _listener.GetContextAsync());
                }
            }
            catch (Exception ended) when (ended is HttpListenerException or ObjectDisposedException)
            {
                // The test is over.
            }
        }

        private async Task AnswerAsync(HttpListenerContext context)
        {
            var key = context.Request.Url!.AbsolutePath["/bucket/".Length..];
            if (context.Request.HttpMethod == "PUT")
            {
                var content = new MemoryStream();
                await context.Request.InputStream.CopyToAsync(content);
                Objects[key] = content.ToArray();
            }

            context.Response.StatusCode = Objects.ContainsKey(key) ? 200 : 404;
            context.Response.Close();
        }
    }
}
