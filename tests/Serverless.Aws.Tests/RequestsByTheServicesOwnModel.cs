using System.Text.Json;
using Serverless.Stacks;
using Serverless.Testing;

namespace Serverless.Aws;

/// <summary>Every field that the CloudFormation client sends has to be one that the service's published model knows.</summary>
public sealed class RequestsByTheServicesOwnModel : IDisposable
{
    private const string Script = """
        import gzip, json, os, sys
        import botocore
        path = os.path.join(os.path.dirname(botocore.__file__), 'data/cloudformation/2010-05-15/service-2.json')
        model = json.load(gzip.open(path + '.gz') if os.path.exists(path + '.gz') else open(path))
        shapes = model['shapes']
        def find(shape, parts):
            kind = shapes[shape]
            if not parts:
                return None if kind['type'] not in ('structure',) else 'ends at a structure'
            if kind['type'] == 'structure':
                member = kind['members'].get(parts[0])
                return find(member['shape'], parts[1:]) if member else 'has no member ' + parts[0]
            if kind['type'] == 'list':
                return find(kind['member']['shape'], parts[2:]) if parts[0] == 'member' and parts[1].isdigit() else 'wants member.N'
            return 'goes into a scalar'
        for request in json.load(open(sys.argv[1])):
            operation = model['operations'].get(request['Action'])
            if not operation:
                print('no operation', request['Action'])
                continue
            shape = operation['input']['shape']
            fields = [f for f in request if f not in ('Action', 'Version')]
            for field in fields:
                problem = find(shape, field.split('.'))
                if problem:
                    print(request['Action'], field, problem)
            for needed in shapes[shape].get('required', []):
                if not any(f == needed or f.startswith(needed + '.') for f in fields):
                    print(request['Action'], 'lacks', needed)
        """;

    private readonly TemporaryFolder _folder = new();
    private readonly LoopbackServer _server = new(request => WireReply.Query(
        request.Action!, $"<Id>{Some.ChangeSetId}</Id><ChangeSetId>{Some.ChangeSetId}</ChangeSetId><Status>FAILED</Status>"));

    public void Dispose()
    {
        _server.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task NoFieldIsMisspeltAndNoneIsMissing()
    {
        var python = OutsideProgram.Find("python3");
        Assert.SkipWhen(python is null, "python3 is not installed");
        using var connection = Some.Connection(_server.Url);
        await EveryRequestAsync(connection.CreateStackClient());
        var file = _folder.Write("requests.json", JsonSerializer.Serialize(_server.Requests.Select(request => request.Form)));
        var result = await OutsideProgram.RunAsync(python, ["-c", Script, file], _folder.Path, cancellationToken: Some.Token);
        Assert.SkipWhen(result.Errors.Contains("No module named 'botocore'", StringComparison.Ordinal), "botocore is not installed");
        Assert.Equal("", result.Succeeded().Output);
        Assert.Equal(9, _server.Requests.Select(request => request.Action).Distinct().Count());
    }

    private static async Task EveryRequestAsync(IStackClient client)
    {
        await client.DescribeAsync("orders", Some.Token);
        await client.CreateChangeSetAsync(Some.ChangeSetRequest, Some.Token);
        await client.CreateChangeSetAsync(new("orders", "two", ChangeSetType.Create) { TemplateUrl = "https://s3/x", OnFailure = OnStackFailure.Delete }, Some.Token);
        await client.DescribeChangeSetAsync("one", "orders", Some.Token);
        await client.ExecuteAsync(new("one", "orders", "token", DisableRollback: true), Some.Token);
        await client.DeleteChangeSetAsync("one", "orders", Some.Token);
        await client.DeleteStackAsync(new("orders", "token", "arn:role", ["A"]), Some.Token);
        await client.LatestEventAsync("orders", Some.Token);
        await client.EventsAfterAsync("orders", null, Some.Token);
        await client.ListResourcesAsync("orders", Some.Token);
        await client.SetTerminationProtectionAsync("orders", enabled: false, Some.Token);
    }
}
