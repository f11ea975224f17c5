using System.Text.Json;
using Serverless.Testing;

namespace Serverless.Aws;

/// <summary>botocore builds the same requests from the service's published model, and comes to the same signatures.</summary>
public sealed class TheApplicationRepositoryByBotocore : IDisposable
{
    private const string Application = "arn:aws:serverlessrepo:us-east-1:123456789012:applications/login";

    private const string Script = """
        import json, sys
        import botocore.session
        from botocore.auth import SigV4Auth
        from botocore.awsrequest import AWSRequest
        from botocore.credentials import Credentials
        client = botocore.session.get_session().create_client('serverlessrepo', region_name='eu-west-1', aws_access_key_id='a', aws_secret_access_key='b', endpoint_url='http://x')
        calls = {'POST': ('CreateCloudFormationTemplate', {'ApplicationId': sys.argv[2], 'SemanticVersion': '1.0.4'}),
                 'GET': ('GetCloudFormationTemplate', {'ApplicationId': sys.argv[2], 'TemplateId': 'id-1'})}
        for sent in json.load(open(sys.argv[1])):
            name, arguments = calls[sent['Method']]
            model = client.meta.service_model.operation_model(name)
            meant = client._serializer.serialize_to_request(arguments, model)
            if meant['url_path'].replace(':', '%3A') != sent['Target'].replace(':', '%3A'):
                print('path', meant['url_path'], sent['Target'])
            if json.loads(meant['body'] or '{}') != json.loads(sent['Body'] or '{}'):
                print('body', meant['body'], sent['Body'])
            headers = sent['Headers']
            signed = headers['authorization'].split('SignedHeaders=')[1].split(',')[0].split(';')
            request = AWSRequest(method=sent['Method'], url=sys.argv[3] + sent['Target'], headers={k: v for k, v in headers.items() if k in signed}, data=sent['Body'])
            request.context['timestamp'] = headers['x-amz-date']
            auth = SigV4Auth(Credentials('AKIDEXAMPLE', 'secret'), 'serverlessrepo', 'eu-west-1')
            wanted = auth.signature(auth.string_to_sign(request, auth.canonical_request(request)), request)
            if not headers['authorization'].endswith('Signature=' + wanted):
                print('signature', wanted, headers['authorization'])
        """;

    private readonly TemporaryFolder _folder = new();
    private readonly LoopbackServer _server = new(request => new(
        200, $$"""{"status": "{{(request.Method == "POST" ? "PREPARING" : "ACTIVE")}}", "templateId": "id-1", "templateUrl": "https://x"}""", ("Content-Type", "application/json")));

    public void Dispose()
    {
        _server.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task GetsTheRequestsItWouldSend()
    {
        var python = OutsideProgram.Find("python3");
        Assert.SkipWhen(python is null, "python3 is not installed");
        using var connection = Some.Connection(_server.Url);
        Assert.Equal("https://x", connection.CreateServerlessRepository(TimeSpan.Zero, TimeSpan.FromSeconds(5), Some.Token).Find(Application, "1.0.4").Url);
        var sent = _server.Requests.Select(request => new { request.Method, request.Target, request.Headers, Body = System.Text.Encoding.UTF8.GetString(request.Body) });
        var file = _folder.Write("requests.json", JsonSerializer.Serialize(sent));
        var result = await OutsideProgram.RunAsync(python, ["-c", Script, file, Application, _server.Url], _folder.Path, cancellationToken: Some.Token);
        Assert.SkipWhen(result.Errors.Contains("No module named 'botocore'", StringComparison.Ordinal), "botocore is not installed");
        Assert.Equal("", result.Succeeded().Output);
        Assert.Equal(["POST", "GET"], _server.Requests.Select(request => request.Method));
    }
}
