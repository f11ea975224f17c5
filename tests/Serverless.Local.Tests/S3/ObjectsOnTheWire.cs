using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Serverless.Local.Cloud;

namespace Serverless.Local.S3;

public sealed class ObjectsOnTheWire : IAsyncLifetime
{
    private RunningCloud _cloud = null!;

    public async ValueTask InitializeAsync()
    {
        _cloud = await RunningCloud.StartAsync();
        await SendAsync("PUT", "/bucket");
    }

    public ValueTask DisposeAsync() => _cloud.DisposeAsync();

    [Fact]
    public async Task AnObjectComesBackWithItsHeaders()
    {
        var put = await SendAsync("PUT", "/bucket/a/b.txt", "hello"u8.ToArray(), ("Content-Type", "text/plain"), ("x-amz-meta-colour", "blue"), ("Cache-Control", "no-store"));
        Assert.Equal("\"5d41402abc4b2a76b9719d911017c592\"", put.Headers.ETag!.Tag);
        var got = await SendAsync("GET", "/bucket/a/b.txt");
        Assert.Equal("hello", await TextAsync(got));
        Assert.Equal("text/plain", got.Content.Headers.ContentType!.MediaType);
        Assert.Equal("blue", Assert.Single(got.Headers.GetValues("x-amz-meta-colour")));
        var head = await SendAsync("HEAD", "/bucket/a/b.txt");
        Assert.Equal((5L, ""), (head.Content.Headers.ContentLength, await TextAsync(head)));
    }

    [Theory]
    [InlineData("bytes=1-3", "ell", "bytes 1-3/5", HttpStatusCode.PartialContent)]
    [InlineData("bytes=3-", "lo", "bytes 3-4/5", HttpStatusCode.PartialContent)]
    [InlineData("bytes=-2", "lo", "bytes 3-4/5", HttpStatusCode.PartialContent)]
    [InlineData("bytes=2-99", "llo", "bytes 2-4/5", HttpStatusCode.PartialContent)]
    [InlineData("bytes=9-", null, "bytes */5", HttpStatusCode.RequestedRangeNotSatisfiable)]
    public async Task ARangeIsAPartOfIt(string range, string? text, string contentRange, HttpStatusCode status)
    {
        await SendAsync("PUT", "/bucket/key", "hello"u8.ToArray());
        var got = await SendAsync("GET", "/bucket/key", null, ("Range", range));
        Assert.Equal(status, got.StatusCode);
        Assert.Equal(contentRange, got.Content.Headers.ContentRange!.ToString());
        Assert.True(text is null || text == await TextAsync(got));
    }

    [Fact]
    public async Task ConditionsDecideWhetherItIsStored()
    {
        Assert.Equal(HttpStatusCode.OK, (await SendAsync("PUT", "/bucket/key", "1"u8.ToArray(), ("If-None-Match", "*"))).StatusCode);
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await SendAsync("PUT", "/bucket/key", "2"u8.ToArray(), ("If-None-Match", "*"))).StatusCode);
        Assert.Equal("1", await TextAsync(await SendAsync("GET", "/bucket/key")));
        Assert.Equal(HttpStatusCode.NotModified, (await SendAsync("GET", "/bucket/key", null, ("If-None-Match", "\"c4ca4238a0b923820dcc509a6f75849b\""))).StatusCode);
    }

    [Fact]
    public async Task AwsChunkedFramingIsUndoneAndItsTrailerChecked()
    {
        const string Body = "5;chunk-signature=abc\r\nhello\r\n6;chunk-signature=def\r\n world\r\n0;chunk-signature=0\r\nx-amz-checksum-crc32:DUoRhQ==\r\nx-amz-trailer-signature:xyz\r\n\r\n";
        (string, string)[] headers =
        [
            ("x-amz-content-sha256", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER"), ("Content-Encoding", "aws-chunked"),
            ("x-amz-decoded-content-length", "11"), ("x-amz-trailer", "x-amz-checksum-crc32"),
        ];
        Assert.Equal(HttpStatusCode.OK, (await SendAsync("PUT", "/bucket/key", Encoding.ASCII.GetBytes(Body), headers)).StatusCode);
        var got = await SendAsync("GET", "/bucket/key", null, ("x-amz-checksum-mode", "ENABLED"));
        Assert.Equal("hello world", await TextAsync(got));
        Assert.Equal("DUoRhQ==", Assert.Single(got.Headers.GetValues("x-amz-checksum-crc32")));
        Assert.Empty(got.Content.Headers.ContentEncoding);

        var wrong = await SendAsync("PUT", "/bucket/wrong", Encoding.ASCII.GetBytes(Body.Replace("DUoRhQ==", "AAAAAA==", StringComparison.Ordinal)), headers);
        Assert.Equal("BadDigest", await CodeAsync(wrong));
        var cut = await SendAsync("PUT", "/bucket/cut", Encoding.ASCII.GetBytes(Body[..30]), headers);
        Assert.Equal("IncompleteBody", await CodeAsync(cut));
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync("GET", "/bucket/wrong")).StatusCode);
    }

    [Theory]
    [InlineData("x-amz-checksum-crc32", "DUoRhQ==")]
    [InlineData("x-amz-checksum-crc32c", "yZRlqg==")]
    [InlineData("x-amz-checksum-sha1", "Kq5sNclPz7QV2+lfQIuc6R7oRu0=")]
    [InlineData("x-amz-checksum-sha256", "uU0nuZNNPgilLlLX2n2r+sSE7+N6U4DukIj3rOLvzek=")]
    [InlineData("Content-MD5", "XrY7u+Ae7tCTyyK7j1rNww==")]
    [InlineData("x-amz-content-sha256", "b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9")]
    public async Task WhatTheClientClaimsIsVerified(string header, string value)
    {
        Assert.Equal(HttpStatusCode.OK, (await SendAsync("PUT", "/bucket/good", "hello world"u8.ToArray(), (header, value))).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync("PUT", "/bucket/bad", "hello w0rld"u8.ToArray(), (header, value))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync("HEAD", "/bucket/bad")).StatusCode);
    }

    [Fact]
    public void TheChecksumsAreThoseOfTheirStandards()
    {
        // The check values of the CRC catalogue for "123456789"; the long text goes through the tables eight bytes at a time.
        Assert.Equal("CBF43926", Hex(Crc.Crc32()));
        Assert.Equal("E3069283", Hex(Crc.Crc32C()));
        Assert.Equal("AE8B14860A799888", Hex(Crc.Crc64Nvme()));
        static string Hex(Crc crc)
        {
            crc.Append("123456789"u8);
            return Convert.ToHexString(crc.Finish());
        }
    }

    [Theory]
    [InlineData("/bucket/..%2F..%2Fescape")]
    [InlineData("/bucket/../../escape")]
    [InlineData("/bucket/%2Fetc%2Fpasswd")]
    [InlineData("/bucket/CON")]
    public async Task NoKeyLeavesTheFolder(string path)
    {
        var before = Files();
        using var request = new HttpRequestMessage(HttpMethod.Put, new Uri(_cloud.Cloud.Url.ToString().TrimEnd('/') + path, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true })) { Content = new ByteArrayContent("x"u8.ToArray()) };
        Assert.Equal(HttpStatusCode.OK, (await _cloud.Client.SendAsync(request, TestContext.Current.CancellationToken)).StatusCode);
        Assert.All(Files().Except(before), file => Assert.Matches("/b-bucket/(data/[0-9a-f]{32}|objects/[0-9a-f]{64}\\.json)$", file.Replace('\\', '/')));
        string[] Files() => Directory.GetFiles(_cloud.Scratch, "*", SearchOption.AllDirectories);
    }

    [Fact]
    public async Task ListingsFoldAndPage()
    {
        foreach (var key in new[] { "a/1", "a/2", "b", "c/1", "c/2", "d", "\U0001F600", "\uFFFD" })
        {
            await SendAsync("PUT", $"/bucket/{Uri.EscapeDataString(key)}", []);
        }

        var items = new List<string>();
        string? token = null;
        do
        {
            var page = XElement.Parse(await TextAsync(await SendAsync("GET", $"/bucket?list-type=2&delimiter=%2F&max-keys=2{(token is null ? "" : $"&continuation-token={Uri.EscapeDataString(token)}")}")));
            items.AddRange(page.Elements().Where(element => element.Name.LocalName is "Contents" or "CommonPrefixes").Select(element => element.Text("Key") ?? element.Text("Prefix")!).Order(KeyOrder.Instance));
            token = page.Text("NextContinuationToken");
        }
        while (token is not null);
        Assert.Equal(["a/", "b", "c/", "d", "\uFFFD", "\U0001F600"], items);
        var first = XElement.Parse(await TextAsync(await SendAsync("GET", "/bucket?prefix=c%2F&marker=c%2F1")));
        Assert.Equal("c/2", first.Text("Key"));
    }

    [Fact]
    public async Task PartsMayComeInAnyOrder()
    {
        var start = XElement.Parse(await TextAsync(await SendAsync("POST", "/bucket/big?uploads", null, ("x-amz-checksum-algorithm", "CRC32"), ("x-amz-checksum-type", "FULL_OBJECT"), ("Content-Type", "text/plain"))));
        var id = start.Text("UploadId")!;
        byte[][] parts = [RandomNumberGenerator.GetBytes(5 * 1024 * 1024), RandomNumberGenerator.GetBytes(5 * 1024 * 1024), "end"u8.ToArray()];
        var tags = new string[3];
        await Parallel.ForEachAsync([2, 0, 1], TestContext.Current.CancellationToken, async (index, _) =>
            tags[index] = (await SendAsync("PUT", $"/bucket/big?partNumber={index + 1}&uploadId={id}", parts[index])).Headers.ETag!.Tag);

        var complete = new XElement("CompleteMultipartUpload", tags.Select((tag, index) => new XElement("Part", new XElement("PartNumber", index + 1), new XElement("ETag", tag))));
        var done = await SendAsync("POST", $"/bucket/big?uploadId={id}", Encoding.UTF8.GetBytes(complete.ToString()));
        Assert.EndsWith("-3\"", XElement.Parse(await TextAsync(done)).Text("ETag"), StringComparison.Ordinal);
        var got = await (await SendAsync("GET", "/bucket/big")).Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        Assert.Equal(parts.SelectMany(part => part), got);
        Assert.Equal("NoSuchUpload", await CodeAsync(await SendAsync("PUT", $"/bucket/big?partNumber=1&uploadId={id}", [])));
        Assert.Equal("NoSuchUpload", await CodeAsync(await SendAsync("DELETE", "/bucket/big?uploadId=..%2F..")));
    }

    [Fact]
    public async Task AnObjectCanBeCopiedTaggedAndDeleted()
    {
        await SendAsync("PUT", "/bucket/from", "x"u8.ToArray(), ("x-amz-meta-a", "1"));
        Assert.Equal(HttpStatusCode.OK, (await SendAsync("PUT", "/bucket/to", null, ("x-amz-copy-source", "/bucket/from"))).StatusCode);
        Assert.Equal("1", Assert.Single((await SendAsync("HEAD", "/bucket/to")).Headers.GetValues("x-amz-meta-a")));
        await SendAsync("PUT", "/bucket/to?tagging", "<Tagging><TagSet><Tag><Key>k</Key><Value>v</Value></Tag></TagSet></Tagging>"u8.ToArray());
        Assert.Contains("<Key>k</Key>", await TextAsync(await SendAsync("GET", "/bucket/to?tagging")), StringComparison.Ordinal);
        Assert.Equal("BucketNotEmpty", await CodeAsync(await SendAsync("DELETE", "/bucket")));
        await SendAsync("POST", "/bucket?delete", "<Delete><Object><Key>from</Key></Object><Object><Key>to</Key></Object></Delete>"u8.ToArray());
        Assert.Equal(HttpStatusCode.NoContent, (await SendAsync("DELETE", "/bucket")).StatusCode);
        Assert.Equal("NoSuchBucket", await CodeAsync(await SendAsync("GET", "/bucket?list-type=2")));
    }

    [Theory]
    [InlineData("encryption", HttpStatusCode.OK, "AES256")]
    [InlineData("publicAccessBlock", HttpStatusCode.NotFound, "NoSuchPublicAccessBlockConfiguration")]
    [InlineData("versioning", HttpStatusCode.OK, "VersioningConfiguration")]
    [InlineData("policy", HttpStatusCode.NotFound, "NoSuchBucketPolicy")]
    [InlineData("lifecycle", HttpStatusCode.NotFound, "NoSuchLifecycleConfiguration")]
    [InlineData("ownershipControls", HttpStatusCode.OK, "BucketOwnerEnforced")]
    [InlineData("tagging", HttpStatusCode.NotFound, "NoSuchTagSet")]
    public async Task ABucketsConfigurationIsKept(string name, HttpStatusCode status, string text)
    {
        var fresh = await SendAsync("GET", $"/bucket?{name}");
        Assert.Equal(status, fresh.StatusCode);
        Assert.Contains(text, await TextAsync(fresh), StringComparison.Ordinal);
        await SendAsync("PUT", $"/bucket/?{name}", "<Mine/>"u8.ToArray());
        Assert.Equal("<Mine/>", await TextAsync(await SendAsync("GET", $"/bucket?{name}")));
    }

    [Fact]
    public async Task ABucketOfAnotherAccountIsDenied() =>
        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync("HEAD", "/bucket", null, ("x-amz-expected-bucket-owner", "111111111111"))).StatusCode);

    private async Task<HttpResponseMessage> SendAsync(string method, string path, byte[]? body = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new(method), path) { Content = body is null ? null : new ByteArrayContent(body) };
        foreach (var (name, value) in headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                (request.Content ??= new ByteArrayContent([])).Headers.TryAddWithoutValidation(name, value);
            }
        }

        return await _cloud.Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static Task<string> TextAsync(HttpResponseMessage response) => response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

    private static async Task<string?> CodeAsync(HttpResponseMessage response) => XElement.Parse(await TextAsync(response)).Text("Code");
}
