using Serverless.Artifacts;
using Serverless.Aws;
using Serverless.Compilation;
using Serverless.Diagnostics;
using Serverless.Sam;
using Serverless.Stacks;
using Serverless.Testing;

namespace Serverless.Benchmarks.Deploying;

/// <summary>Packages and deploys a folder in a process of its own, as aws-cli does: what the MSBuild tasks do, without a build around them.</summary>
internal static class DeployProcess
{
    public const string Verb = "deploy";

    private const string Region = "us-east-1";

    /// <summary>Starts such a process and waits for its success.</summary>
    public static async Task StartAsync(Uri endpoint, DeployedApp app) =>
        (await OutsideProgram.RunAsync(Environment.ProcessPath!, [.. Program, Verb, endpoint.ToString().TrimEnd('/'), app.Path, app.StackName], app.Path)).Succeeded();

    /// <summary>Runs inside that process.</summary>
    /// <param name="arguments">Endpoint, absolute path of the application's folder, name of the stack.</param>
    public static async Task<int> RunAsync(string[] arguments)
    {
        var (endpoint, folder, stack) = (arguments[0], arguments[1], arguments[2]);
        var context = new CompileContext(new TransformContext { Region = Region, Time = TimeProvider.System });
        var layout = new ApplicationLayout(Path.Combine(folder, "template.yaml"), Path.Combine(folder, "app.csproj"));
        var packager = new ApplicationPackager(DiskFiles.Instance, TimeProvider.System);
        var package = Good(await packager.PackageAsync(new PackageRequest(layout, Path.Combine(folder, "packaged"), context), CancellationToken.None));
        using var connection = Good(AwsConnection.Open(new AwsOptions { Region = Region, EndpointUrl = endpoint, Keys = AwsKeys.ForLocalCloud }));
        var store = connection.CreateArtifactStore(new ArtifactStoreOptions());
        var request = Good(await PackagedDeployment.PrepareAsync(package.ManifestPath, new StackTarget(stack, Region), store, context, CancellationToken.None));
        var outcome = await new DeployPipeline(connection.CreateStackClient(), store, TimeProvider.System).DeployAsync(request, progress: null, CancellationToken.None);
        Console.WriteLine(outcome.Summary);
        return outcome.IsSuccess ? 0 : 1;
    }

    private static T Good<T>(Checked<T> made)
        where T : class =>
        made.IsGood ? made.Value : throw new DiagnosticException(made.Diagnostics);

    private static string[] Program => Path.GetFileNameWithoutExtension(Environment.ProcessPath!) is "dotnet" ? ["exec", typeof(DeployProcess).Assembly.Location] : [];
}
