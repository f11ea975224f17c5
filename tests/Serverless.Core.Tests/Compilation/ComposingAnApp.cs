using Serverless.Artifacts;
using Serverless.Diagnostics;
using Serverless.Templates;
using Serverless.Templates.LanguageExtensions;
using Serverless.Testing;
using Serverless.Text;

namespace Serverless.Compilation;

public sealed class ComposingAnApp : IDisposable
{
    private const string Loop = """
        Transform: [AWS::LanguageExtensions, AWS::Serverless-2016-10-31]
        Parameters:
          Names: {Type: CommaDelimitedList, Default: "Hello"}
        Resources:
          Fn::ForEach::Functions:
            - Name
            - !Ref Names
            - ${Name}Function:
                Type: AWS::Serverless::Function
                DeletionPolicy: !If [IsKept, Retain, Delete]
                Properties: {Runtime: dotnet10, Handler: App, InlineCode: "${Name}"}
        Conditions:
          IsKept: !Equals [!Ref AWS::Region, eu-central-1]
        """;

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task PlansAndExpandsWhatLoopsMake()
    {
        Template? planned = null;
        var compiled = Good(await CompileAsync(Loop, SomeContext.Make(new GivenParameter("Names", "Hello,Bye")), template => planned = template));
        Assert.Equal(["HelloFunction", "ByeFunction"], planned!.Resources.Select(resource => resource.Id.Value));
        Assert.Equal(["ByeFunction", "ByeFunctionRole", "HelloFunction", "HelloFunctionRole"], compiled.Template.Resources.Select(resource => resource.Id.Value).Order(StringComparer.Ordinal));
        Assert.Equal("Retain", compiled.Template.FindResource("ByeFunction")!.Body["DeletionPolicy"].AsString());
        Assert.Empty(compiled.Template.Transforms);
        Assert.Equal(8, compiled.OriginOf("ByeFunction").Start.Line);
        Assert.Equal(8, compiled.OriginOf("ByeFunctionRole").Start.Line);
    }

    [Fact]
    public async Task ExpandsLoopsEvenWhenSamIsLeftToTheService()
    {
        var compiled = Good(await CompileAsync(Loop, SomeContext.Make() with { Mode = TransformMode.Service }));
        Assert.Equal(["AWS::Serverless-2016-10-31"], compiled.Template.Transforms);
        Assert.Equal("AWS::Serverless::Function", compiled.Template.FindResource("HelloFunction")!.ResourceType);
    }

    [Fact]
    public async Task KeepsTheExtensionsForTheServiceWhereTheAccountDecides()
    {
        var compiled = Good(await CompileAsync("""
            Transform: [AWS::LanguageExtensions, AWS::Serverless-2016-10-31]
            Mappings: {Sizes: {"111122223333": {Name: large}}}
            Resources:
              Topic: {Type: AWS::SNS::Topic, Properties: {TopicName: !FindInMap [Sizes, !Ref AWS::AccountId, Name, {DefaultValue: small}]}}
              Table: {Type: AWS::Serverless::SimpleTable}
            """, SomeContext.Make()));
        Assert.Equal([LanguageExtensionTransform.Name], compiled.Template.Transforms);
        Assert.Equal("AWS::DynamoDB::Table", compiled.Template.FindResource("Table")!.ResourceType);
    }

    [Fact]
    public async Task ReportsMistakesInLoopsBesideTheOthers()
    {
        var compiled = await CompileAsync("""
            Transform: AWS::LanguageExtensions
            Resources:
              Topic: {Type: AWS::SNS::Topic, Propertys: {}}
              Fn::ForEach::Topics: [Name, [A, A], {"T${Name}": {Type: AWS::SNS::Topic}}]
            """, SomeContext.Make());
        Assert.Null(compiled.Value);
        Assert.Equal(["SLS0205", "SLS0224"], compiled.Diagnostics.Select(diagnostic => diagnostic.Code));
    }

    [Fact]
    public async Task ReportsMistakesInIncludedFilesInTheirOwnText()
    {
        _folder.Write("part.yaml", "\nTable:\n  Type: AWS::Serverless::SimpleTable\n  Properties: {PrimaryKey: 7}\n");
        var compiled = await CompileAsync("Transform: AWS::Serverless-2016-10-31\nResources:\n  Fn::Transform: {Name: AWS::Include, Parameters: {Location: part.yaml}}", SomeContext.Make());
        var error = Assert.Single(compiled.Diagnostics);
        Assert.Equal(("SLS0251", _folder["part.yaml"], 4), (error.Code, error.Span.Path, error.Span.Start.Line));
    }

    [Fact]
    public async Task PackagesATemplateWithItsIncludesSoThatItCanBeMoved()
    {
        _folder.Write("app/topics.yaml", "News: {Type: AWS::SNS::Topic}\n");
        _folder.Write("app/template.yaml", "Transform: AWS::LanguageExtensions\nResources:\n  Fn::Transform: {Name: AWS::Include, Parameters: {Location: ./topics.yaml}}\n  Fn::ForEach::Queues: [Name, [A, B], {\"Queue${Name}\": {Type: AWS::SQS::Queue}}]\n");
        var request = new PackageRequest(new ApplicationLayout(_folder["app/template.yaml"], _folder["app/App.csproj"]), _folder["app/out"], SomeContext.Make());
        Good(await new ApplicationPackager(DiskFiles.Instance, TimeProvider.System).PackageAsync(request, Token));

        Directory.Move(_folder["app/out"], _folder["moved"]);
        Directory.Delete(_folder["app"], recursive: true);
        var opened = Good(await PackageFolder.OpenAsync(_folder["moved/serverless.manifest.json"], Token));
        var compiled = Good(await ApplicationCompiler.CompileAsync(opened.Source, (template, _, _) => Task.FromResult(opened.Plan(template)), ArtifactAddresses.Nowhere, SomeContext.Make(), Token));
        Assert.Equal(["News", "QueueA", "QueueB"], compiled.Template.Resources.Select(resource => resource.Id.Value));
        Assert.Equal(["News", "QueueA", "QueueB"], Good(TemplateReader.Read(new SourceText("p", await File.ReadAllTextAsync(_folder["moved/packaged.yaml"], Token)))).Resources.Select(resource => resource.Id.Value));
    }

    private Task<Checked<CompiledApplication>> CompileAsync(string yaml, CompileContext context, Action<Template>? look = null) =>
        ApplicationCompiler.CompileAsync(
            new SourceText(_folder["template.yaml"], yaml),
            (template, _, _) =>
            {
                look?.Invoke(template);
                return Task.FromResult(Checked.Good(PackagePlan.Empty));
            },
            ArtifactAddresses.Nowhere,
            context,
            Token);

    private static T Good<T>(Checked<T> result)
        where T : class
    {
        Assert.True(result.IsGood, string.Join('\n', result.Diagnostics));
        return result.Value;
    }
}
