using System.Collections.Immutable;
using System.Globalization;
using Serverless.Compilation;
using Serverless.Diagnostics;
using Serverless.Templates;
using Serverless.Text;

namespace Serverless.Artifacts;

/// <summary>An app in /app: its own project, a project of orders and one of payments, a folder of Python, an archive.</summary>
internal sealed record SomeApp
{
    public const string Project = "/app/App.csproj";
    public const string Orders = "/app/src/Orders/Orders.csproj";

    public static readonly DateTimeOffset Today = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    public ImmutableArray<string> Files { get; init; } =
    [
        "/app/template.yaml",
        Project,
        Orders,
        "/app/src/Orders/Function.cs",
        "/app/src/Payments/Payments.fsproj",
        "/app/src/Two/One.csproj",
        "/app/src/Two/Two.csproj",
        "/app/src/Unknown/Unknown.csproj",
        "/app/python/handler.py",
        "/app/ready.zip",
        "/app/api.yaml",
    ];

    public ApplicationLayout Layout { get; init; } = new("/app/template.yaml", Project)
    {
        Projects =
        [
            new(Project, Facts("App")),
            new(Orders, Facts("Orders")),
            new("/app/src/Payments/Payments.fsproj", Facts("Payments")),
        ],
    };

    public DateTimeOffset Now { get; init; } = Today;

    public static ProjectFacts Facts(string name) => new() { AssemblyName = name, OutputType = "Exe", TargetFrameworks = ["net10.0"] };

    /// <summary>A template of one SAM function with the given properties, one per line.</summary>
    public static string Function(params string[] properties) => OfType("AWS::Serverless::Function", properties);

    /// <summary>A template of one resource with the given properties, one per line; the first stands in line 6.</summary>
    public static string OfType(string type, params string[] properties) =>
        $"""
        Transform: AWS::Serverless-2016-10-31
        Resources:
          Fn:
            Type: {type}
            Properties:
        {string.Join('\n', properties.DefaultIfEmpty("MemorySize: 128").Select(line => "      " + line))}
        """;

    public static Template Read(string text)
    {
        var read = TemplateReader.Read(new SourceText("/app/template.yaml", text));
        Assert.True(read.IsGood, string.Join('\n', read.Diagnostics.Select(diagnostic => diagnostic.Text)));
        return read.Value;
    }

    private PlanContext Context => new(new FileList(Files), new FixedTime(Now), TemplateComposer.ForNested(SomeContext.Make()));

    public Checked<PackagePlan> RequiredPublishes(string text) => Done(PackagePlanner.RequiredPublishesAsync(Read(text), Layout, Context, CancellationToken.None));

    public Checked<PackagePlan> PlanBeforePublish(string text) => Done(PackagePlanner.PlanBeforePublishAsync(Read(text), Layout, Context, CancellationToken.None));

    public Checked<PackagePlan> Plan(string text) => Done(PackagePlanner.PlanAsync(Read(text), Layout, Context, CancellationToken.None));

    /// <summary>What planning over a list of files comes to; it waits for nothing.</summary>
    public static Checked<PackagePlan> Done(Task<Checked<PackagePlan>> planning)
    {
        Assert.True(planning.IsCompleted);
        return planning.GetAwaiter().GetResult();
    }

    /// <summary>The same app, published: every project for every runtime identifier, with the files that a program needs.</summary>
    public SomeApp Published(params string[] moreFiles) => this with
    {
        Layout = Layout with
        {
            Published =
            [
                .. from project in Layout.Projects
                   from runtimeIdentifier in (string[])["linux-x64", "linux-arm64"]
                   let name = project.Facts.AssemblyName
                   let files = (string[])[$"{name}.dll", $"{name}.runtimeconfig.json", $"{name}.deps.json", .. moreFiles]
                   select new PublishedProject(project.Path, runtimeIdentifier, "Release")
                   {
                       Facts = project.Facts,
                       Files = [.. files.Select(file => new PublishedFile($"/app/obj/{runtimeIdentifier}/{file}", file))],
                   },
            ],
        },
    };

    /// <summary>The same app with other facts about its own project.</summary>
    public SomeApp With(Func<ProjectFacts, ProjectFacts> change) => this with
    {
        Layout = Layout with { Projects = [new(Project, change(Facts("App"))), .. Layout.Projects.Skip(1)] },
    };

    /// <summary>Complaints as <c>code line: text</c>.</summary>
    public static string Show(IEnumerable<Diagnostic> diagnostics) =>
        string.Join('\n', diagnostics.Select(diagnostic => string.Create(CultureInfo.InvariantCulture, $"{diagnostic.Code} {diagnostic.Severity} {diagnostic.Span.Start.Line}: {diagnostic.Text}")));

    /// <summary>A plan as <c>id source place place</c>, a line each.</summary>
    public static string Show(PackagePlan plan) => string.Join('\n', plan.Artifacts.Select(artifact => $"{artifact.Id} {Show(artifact.Source)} {string.Join(' ', artifact.Fills)}"));

    private static string Show(ArtifactSource source) => source switch
    {
        ProjectSource { Publish: var publish } => $"{publish.ProjectPath}:{publish.RuntimeIdentifier}:{publish.Configuration}{(publish.TargetFramework is { } framework ? ":" + framework : "")}{(publish.CompileMode is { } mode ? ":" + mode : "")}",
        PublishedSource { Project: var project } => $"{project.Path}:{project.RuntimeIdentifier}:{project.Files.Length} files",
        ContentSource content => $"zip of {content.Path}",
        FileSource file => $"file {file.Path}",
        _ => source.ToString(),
    };

    private sealed class FixedTime(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
