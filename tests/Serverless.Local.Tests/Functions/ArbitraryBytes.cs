using System.Text;
using Serverless.Local.Functions;
using Serverless.Local.Http;

namespace Serverless.Local.Tests.Functions;

public sealed class ArbitraryBytes
{
    private const string Head =
        "POST /2018-06-01/runtime/invocation/5fa9c9c6-6dcd-4d9a-ae19-9ba5c5a5d3a9/response HTTP/1.1\r\nHost: 127.0.0.1:1\r\nContent-Type: application/json\r\n"
        + "Content-Length: 12\r\nLambda-Runtime-Function-Error-Type: X\r\nLambda-Runtime-Function-Response-Mode: streaming\r\nConnection: close";

    private const string Payload = """{"statusCode":200,"headers":{"a":"b","c":1},"multiValueHeaders":{"d":["e"]},"cookies":["f"],"body":"\u00fcg\n","isBase64Encoded":false}""";

    [Fact]
    public void AreAHeadOrAreRefused()
    {
        Assert.Equal(RuntimeApiCall.Response, RuntimeApiRequest.Read(Encoding.UTF8.GetBytes(Head)).Call);
        var refused = Mutations(Head, 20_000).Count(bytes =>
        {
            try
            {
                _ = RuntimeApiRequest.Read(bytes);
                return false;
            }
            catch (MalformedRequestException)
            {
                return true;
            }
        });

        Assert.InRange(refused, 1, 19_999);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void AreAResponseOrAreRefused(bool isVersion2)
    {
        Assert.NotNull(FunctionResponse.TryRead(Encoding.UTF8.GetBytes(Payload), isVersion2));
        var understood = Mutations(Payload, 20_000).Count(bytes => FunctionResponse.TryRead(bytes, isVersion2)?.DecodeBody() is not null);

        Assert.InRange(understood, 1, 19_999);
    }

    [Fact]
    public void AreAPreludeOrAreNone()
    {
        var prelude = Payload + "\0\0\0\0\0\0\0\0body";
        Assert.Equal("body", Encoding.UTF8.GetString(HttpPrelude.TryRead(Encoding.UTF8.GetBytes(prelude))!.Value.Body.Span));
        var understood = Mutations(prelude, 20_000).Count(bytes => HttpPrelude.TryRead(bytes) is not null);

        Assert.InRange(understood, 1, 19_999);
    }

    // The same ones each time, so that a failure can be looked at.
    private static IEnumerable<byte[]> Mutations(string text, int count)
    {
        var random = new Random(20260801);
        for (var i = 0; i < count; i++)
        {
            var bytes = Encoding.UTF8.GetBytes(text).ToList();
            for (var changes = random.Next(1, 4); changes > 0 && bytes.Count > 1; changes--)
            {
                var at = random.Next(bytes.Count);
                switch (random.Next(4))
                {
                    case 0:
                        bytes[at] = (byte)random.Next(256);
                        break;
                    case 1:
                        bytes.RemoveRange(at, random.Next(1, Math.Min(20, bytes.Count - at) + 1));
                        break;
                    case 2:
                        bytes.Insert(at, (byte)"\r\n :{}[]\",\0\\0123"[random.Next(16)]);
                        break;
                    default:
                        bytes.InsertRange(at, bytes.GetRange(at, Math.Min(30, bytes.Count - at)));
                        break;
                }
            }

            yield return [.. bytes];
        }
    }
}
