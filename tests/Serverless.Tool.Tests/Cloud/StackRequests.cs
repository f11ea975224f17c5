namespace Serverless.Tool.Cloud;

/// <summary>Stacks made with plain requests, so that these tests need no AWS client.</summary>
internal static class StackRequests
{
    private static readonly HttpClient Client = new(new SocketsHttpHandler { UseProxy = false });

    /// <summary>A stack with a bucket, which is enough to be remembered.</summary>
    public const string Bucket = """
        {"Resources":{"Files":{"Type":"AWS::S3::Bucket","Properties":{"BucketName":"remembered"}}},"Outputs":{"Name":{"Value":{"Ref":"Files"}}}}
        """;

    public static async Task CreateAsync(string url, string name, string template)
    {
        await QueryAsync(url, new() { ["Action"] = "CreateStack", ["StackName"] = name, ["TemplateBody"] = template, ["Capabilities.member.1"] = "CAPABILITY_IAM" });
        string description;
        while (!(description = await QueryAsync(url, new() { ["Action"] = "DescribeStacks", ["StackName"] = name })).Contains("<StackStatus>CREATE_COMPLETE<", StringComparison.Ordinal))
        {
            Assert.Contains("<StackStatus>CREATE_IN_PROGRESS<", description, StringComparison.Ordinal);
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>A stack with the test function, whose code is put into a bucket first.</summary>
    public static async Task CreateFunctionAsync(string url, string name)
    {
        using var zip = new MemoryStream();
        TestFunctionCode.Pack(zip);
        await PutAsync($"{url}/code", []);
        await PutAsync($"{url}/code/function.zip", zip.ToArray());
        await CreateAsync(url, name, $$$"""
            {"Resources":{
              "Role":{"Type":"AWS::IAM::Role","Properties":{"AssumeRolePolicyDocument":{} } },
              "Function":{"Type":"AWS::Lambda::Function","Properties":{"FunctionName":"{{{name}}}","Runtime":"dotnet10","Handler":"TestFunction","Timeout":20,
                "Role":{"Fn::GetAtt":["Role","Arn"]},"Code":{"S3Bucket":"code","S3Key":"function.zip"} } } } }
            """);
    }

    public static async Task<string> InvokeAsync(string url, string function, string payload)
    {
        using var content = new StringContent(payload);
        using var answer = await Client.PostAsync(new Uri($"{url}/2015-03-31/functions/{function}/invocations"), content, TestContext.Current.CancellationToken);
        return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    private static async Task<string> QueryAsync(string url, Dictionary<string, string> form)
    {
        using var content = new FormUrlEncodedContent(form.Append(new("Version", "2010-05-15")));
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = content };
        Sign(request, "cloudformation");
        return await SendAsync(request);
    }

    private static async Task PutAsync(string url, byte[] body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, url) { Content = new ByteArrayContent(body) };
        Sign(request, "s3");
        await SendAsync(request);
    }

    private static async Task<string> SendAsync(HttpRequestMessage request)
    {
        using var answer = await Client.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, text);
        return text;
    }

    // The service is chosen by the credential's scope; the signature is not looked at.
    private static void Sign(HttpRequestMessage request, string service) => request.Headers.TryAddWithoutValidation(
        "Authorization",
        $"AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/{service}/aws4_request, SignedHeaders=host, Signature=00");
}
