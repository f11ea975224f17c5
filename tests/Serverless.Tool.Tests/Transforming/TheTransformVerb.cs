using Serverless.Tool.Cloud;

namespace Serverless.Tool.Transforming;

public sealed class TheTransformVerb : IAsyncLifetime
{
    private const string Table = "Transform: AWS::Serverless-2016-10-31\nResources: {T: {Type: AWS::Serverless::SimpleTable}}\n";

    private readonly ToolHome _home = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _home.DisposeAsync();

    [Theory]
    [InlineData("template.yaml", "", "yaml")]
    [InlineData("template.yaml", "--format json", "json")]
    [InlineData("template.yaml", "--output-template out.json", "json")]
    [InlineData("template.yaml", "--output-template out.json --format yaml", "yaml")]
    [InlineData("template.yaml", "--output-template out.txt", "yaml")]
    [InlineData("template.json", "", "json")]
    [InlineData("template.json", "--output-template out.yml", "yaml")]
    public async Task WritesTheFormatThatIsAskedFor(string name, string options, string format)
    {
        _home.Write(name, name.EndsWith(".json", StringComparison.Ordinal) ? """{"Transform": "AWS::Serverless-2016-10-31", "Resources": {"T": {"Type": "AWS::Serverless::SimpleTable"}}}""" : Table);
        var result = (await _home.RunAsync(["transform", "--template", name, .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)])).Succeeded();
        var file = Array.Find(options.Split(' '), option => option.StartsWith("out.", StringComparison.Ordinal));
        var written = file is null ? result.Output : await File.ReadAllTextAsync(Path.Combine(_home.Scratch, file), Token);
        Assert.Contains("AWS::DynamoDB::Table", written, StringComparison.Ordinal);
        Assert.Equal(format == "json", written.StartsWith('{'));
        Assert.Equal("", result.Errors);
        Assert.Equal(file is not null, result.Output.Length == 0);
    }

    [Fact]
    public async Task GivesLocalCodeAStandInAndTheRegionItsPartition()
    {
        _home.Write("template.yaml", """
            Transform: AWS::Serverless-2016-10-31
            Parameters: {Folder: {Type: String, Default: src}}
            Resources:
              Own: {Type: AWS::Serverless::Function, Properties: {Runtime: dotnet10, Handler: App}}
              Other: {Type: AWS::Serverless::Function, Properties: {Runtime: dotnet10, Handler: App, CodeUri: !Sub "${Folder}/Other"}}
              Inline: {Type: AWS::Serverless::Function, Properties: {Runtime: python3.13, Handler: index.f, InlineCode: "pass"}}
              Stored: {Type: AWS::Serverless::Function, Properties: {Runtime: dotnet10, Handler: App, CodeUri: s3://bucket/key}}
            """);
        var written = (await _home.RunAsync("transform", "--template", "template.yaml", "--region", "cn-north-1", "--format", "json")).Succeeded().Output;
        Assert.Equal(2, written.Split("\"S3Bucket\": \"not-stored\"").Length - 1);
        Assert.Contains("\"S3Bucket\": \"bucket\"", written, StringComparison.Ordinal);
        Assert.Contains("\"ZipFile\": \"pass\"", written, StringComparison.Ordinal);
        Assert.Contains("arn:aws-cn:iam::aws:policy/", written, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Transform: AWS::Serverless-2016-10-31\nResources: {T: {Type: AWS::Serverless::SimpleTable, Properties: {Tags: 7}}}", "SLS0251")]
    [InlineData("Resources: [", "SLS01")]
    [InlineData(null, "SLS0121")]
    public async Task LeavesTheOutputAloneWhenTheTemplateIsWrong(string? template, string code)
    {
        if (template is not null)
        {
            _home.Write("template.yaml", template);
        }

        _home.Write("out.yaml", "before");
        var result = await _home.RunAsync("transform", "--template", "template.yaml", "--output-template", "out.yaml");
        Assert.Equal((ExitCodes.Failed, ""), (result.ExitCode, result.Output));
        Assert.Contains($"error {code}", result.Errors, StringComparison.Ordinal);
        Assert.Equal("before", await File.ReadAllTextAsync(Path.Combine(_home.Scratch, "out.yaml"), Token));
    }

    [Fact]
    public async Task SaysWhenTheFileCannotBeWrittenAndLeavesNothingBehind()
    {
        _home.Write("template.yaml", Table);
        Directory.CreateDirectory(Path.Combine(_home.Scratch, "out.yaml"));
        foreach (var output in (string[])["out.yaml", "missing/out.yaml"])
        {
            var result = await _home.RunAsync("transform", "--template", "template.yaml", "--output-template", output);
            Assert.Equal(ExitCodes.Failed, result.ExitCode);
            Assert.Contains("error SLS0413: The template cannot be written", result.Errors, StringComparison.Ordinal);
        }

        Assert.Equal(["template.yaml"], Directory.GetFiles(_home.Scratch, "*", SearchOption.AllDirectories).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("transform")]
    [InlineData("transform", "--template")]
    [InlineData("transform", "--template", "t.yaml", "--format", "xml")]
    [InlineData("transform", "--template", "t.yaml", "--parameter-overrides", "Name")]
    [InlineData("transform", "--template", "t.yaml", "--parameter-overrides", "=x")]
    [InlineData("transform", "--template", "t.yaml", "--nonsense")]
    public async Task TellsWrongUse(params string[] arguments)
    {
        var result = await _home.RunAsync(arguments);
        Assert.Equal(ExitCodes.Usage, result.ExitCode);
        Assert.NotEqual("", result.Errors.Trim());
    }
}
