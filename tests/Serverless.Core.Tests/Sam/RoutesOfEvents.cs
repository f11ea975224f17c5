using System.Text.RegularExpressions;
using Serverless.Sam.Events;

namespace Serverless.Sam;

/// <summary>The patterns are the reference's.</summary>
public sealed class RoutesOfEvents
{
    public static TheoryData<string> Paths =>
        ["", "/", "//", "/a", "/a/", "/a//", "/a/\n", "/\n", "\n", "/a\n/", "/a/\n\n", "a/", "{", "}", "{}", "/{id}", "/{a}/{b+}/", "/{a{b}c}", "/{a\nb}{c}", "/{a}{", "}{x}", "{\n{y}"];

    [Theory, MemberData(nameof(Paths))]
    public void AreReadAsByThePatterns(string path)
    {
        Assert.Equal(Regex.Replace(path, "^(.+)/$", "$1"), RoutePath.WithoutTrailingSlash(path));
        Assert.Equal(Regex.Matches(path, @"\{(.*?)\}").Select(match => match.Groups[1].Value), RoutePath.Parameters(path));
    }
}
