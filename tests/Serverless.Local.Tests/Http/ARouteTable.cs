using Serverless.Local.Http;

namespace Serverless.Local.Tests.Http;

public sealed class ARouteTable
{
    // The example of API Gateway's own documentation, with some more.
    private static readonly string[] Keys =
    [
        "$default", "ANY /{proxy+}", "GET /pets/{proxy+}", "GET /pets/dog/{id}", "GET /pets/dog/1", "ANY /pets/cat", "POST /pets/cat",
        "GET /{kind}/cat/{id}", "GET /", "PUT /files/{name}/content", "GET /a b/ü", "DELETE /x/{a}/y/{b+}",
    ];

    [Theory]
    [InlineData("GET", "/pets/dog/1", "GET /pets/dog/1")]
    [InlineData("GET", "/pets/dog/2", "GET /pets/dog/{id}")]
    [InlineData("GET", "/pets/cat/1", "GET /{kind}/cat/{id}")]
    [InlineData("GET", "/pets/fish/1", "GET /pets/{proxy+}")]
    [InlineData("GET", "/pets/fish", "GET /pets/{proxy+}")]
    [InlineData("POST", "/pets/dog/1", "ANY /{proxy+}")]
    [InlineData("POST", "/pets/cat", "POST /pets/cat")]
    [InlineData("GET", "/pets/cat", "ANY /pets/cat")]
    [InlineData("PATCH", "/pets/cat", "ANY /pets/cat")]
    [InlineData("GET", "/", "GET /")]
    [InlineData("POST", "/", "$default")]
    [InlineData("GET", "/pets", "ANY /{proxy+}")]
    [InlineData("GET", "/pets/", "ANY /{proxy+}")]
    [InlineData("PUT", "/files/a%2Fb/content", "PUT /files/{name}/content")]
    [InlineData("PUT", "/files//content", "ANY /{proxy+}")]
    [InlineData("GET", "/a%20b/%C3%BC", "GET /a b/ü")]
    [InlineData("GET", "/PETS/DOG/1", "ANY /{proxy+}")]
    [InlineData("DELETE", "/x/1/y/2/3", "DELETE /x/{a}/y/{b+}")]
    [InlineData("DELETE", "/x/1/y/", "ANY /{proxy+}")]
    public void ChoosesTheMostSpecificRoute(string method, string path, string expected)
    {
        foreach (var keys in new[] { Keys, [.. Keys.Reverse()] })
        {
            var api = new ServedApi(new HttpApiDefinition("a", "a") { Routes = [.. keys.Select(key => new HttpApiRoute(key, "arn"))] });

            Assert.Equal(expected, api.Match(method, path, out _)?.Pattern.Key);
        }
    }

    [Theory]
    [InlineData("$default", "/v1/pets", "/v1/pets", true)]
    [InlineData("v1", "/v1/pets", "/pets", true)]
    [InlineData("v1", "/pets", "/pets", false)]
    [InlineData("v1", "/v10/pets", "/v10/pets", false)]
    [InlineData("v1", "/v1", "/", true)]
    public void ServesItsStageBelowItsName(string stage, string path, string inStage, bool isServed)
    {
        var api = new ServedApi(new HttpApiDefinition("a", "a") { StageName = stage, Routes = [new HttpApiRoute("$default", "arn")] });

        Assert.Equal(isServed, api.Match("GET", path, out var rest) is not null);
        Assert.Equal(inStage, rest);
    }

    [Theory]
    [InlineData("GET /hello/{name}", "/hello/Ada%20L%C3%B8velace", "name=Ada Løvelace")]
    [InlineData("ANY /{proxy+}", "/a/b%2Fc/d", "proxy=a/b/c/d")]
    [InlineData("ANY /{a}/x/{b+}", "/1/x/2/3", "a=1;b=2/3")]
    [InlineData("ANY /{a}", "/%FF%41", "a=%FFA")]
    [InlineData("ANY /{a}", "/a+b", "a=a+b")]
    [InlineData("GET /plain", "/plain", "")]
    public void DecodesItsVariables(string key, string path, string expected) =>
        Assert.Equal(expected, string.Join(';', RoutePattern.TryParse(key)!.Variables(path).Select(pair => $"{pair.Key}={pair.Value}")));

    [Theory]
    [InlineData("")]
    [InlineData("GET")]
    [InlineData("GET pets")]
    [InlineData("/pets")]
    [InlineData("GET /{proxy+}/more")]
    public void RefusesWhatIsNoRouteKey(string key) => Assert.Null(RoutePattern.TryParse(key));
}
