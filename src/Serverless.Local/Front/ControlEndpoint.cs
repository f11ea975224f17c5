using System.Text.Json;
using Serverless.Local.CloudFormation;
using Serverless.Local.Resources.HttpApis;
using Serverless.Local.Storage;

namespace Serverless.Local.Front;

/// <summary>The local cloud's own requests: what runs here, and stop.</summary>
internal sealed class ControlEndpoint(LocalCloudOptions options, StackStore stacks, ApiRegistry apis, DateTimeOffset started, Action stop)
{
    /// <summary>Where their paths begin; no bucket's name can.</summary>
    public const string Root = "/_serverless/";

    /// <summary>Serves a request.</summary>
    public async Task ServeAsync(AwsRequest request)
    {
        var response = request.Context.Response;
        switch (request.Method, request.RawPath[Root.Length..])
        {
            case ("GET", "status"):
                var status = JsonSerializer.SerializeToUtf8Bytes(Status(), AtomicFile.Json);
                response.ContentType = "application/json";
                response.ContentLength = status.Length;
                await response.Body.WriteAsync(status, request.Aborted);
                break;
            case ("POST", "stop"):
                response.StatusCode = 202;
                response.ContentLength = 0;
                await response.CompleteAsync();
                stop();
                break;
            default:
                response.StatusCode = 404;
                break;
        }
    }

    private LocalCloudStatus Status()
    {
        var records = stacks.All.Select(stack => stack.Record).Where(record => record.Deleted is null).ToList();
        return new(
            options.Version,
            Environment.ProcessId,
            started,
            options.StateFolder,
            [.. records.Select(record => new LocalStackStatus(record.Name, record.Status, record.Outputs.ToDictionary(output => output.Name, output => output.Value)))],
            [.. records.SelectMany(record => record.Resources
                .Where(resource => resource is { ResourceType: "AWS::Lambda::Function", PhysicalId: not null })
                .Select(resource => new LocalFunctionStatus(resource.PhysicalId!, record.Name, resource.LogicalId)))],
            [.. apis.All.Select(api => new LocalApiStatus(api.Name, api.StackName, api.Url))]);
    }
}
