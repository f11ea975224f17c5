namespace Serverless.RuntimeApi;

public sealed class TheAddressInTheEnvironment
{
    [Theory]
    [InlineData("127.0.0.1:9001", "127.0.0.1", 9001)]
    [InlineData(" 169.254.100.1:9001 ", "169.254.100.1", 9001)]
    [InlineData("localhost:1", "localhost", 1)]
    [InlineData("my-host.example_1:65535", "my-host.example_1", 65535)]
    [InlineData("[::1]:9001", "[::1]", 9001)]
    public void IsHostAndPort(string value, string host, int port)
    {
        var address = RuntimeApiAddress.Read(value, out _);
        Assert.Equal((host, port), (address?.Host, address?.Port));
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData(":9001")]
    [InlineData("127.0.0.1:")]
    [InlineData("127.0.0.1:0")]
    [InlineData("127.0.0.1:65536")]
    [InlineData("127.0.0.1:-1")]
    [InlineData("127.0.0.1:9001/path")]
    [InlineData("http://127.0.0.1:9001")]
    [InlineData("127.0.0.1\r\nX: y:9001")]
    [InlineData("::1:9001")]
    [InlineData("[::1:9001")]
    [InlineData("[]:9001")]
    public void ThatIsMalformedIsQuotedWithAnExampleOfAGoodOne(string value)
    {
        Assert.Null(RuntimeApiAddress.Read(value, out var complaint));
        Assert.Contains(value, complaint, StringComparison.Ordinal);
        Assert.Contains("127.0.0.1:9001", complaint, StringComparison.Ordinal);
    }

    [Theory, InlineData(null), InlineData(""), InlineData("  ")]
    public void ThatIsMissingMeansThatSomebodyStartedAFunctionByHand(string? value)
    {
        Assert.Null(RuntimeApiAddress.Read(value, out var complaint));
        Assert.Contains("AWS_LAMBDA_RUNTIME_API is not set", complaint, StringComparison.Ordinal);
        Assert.Contains("dotnet run", complaint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.0.0.1", 0x7F000001u)]
    [InlineData("0.0.0.0", 0u)]
    [InlineData("255.255.255.255", 0xFFFFFFFFu)]
    [InlineData("169.254.100.1", 0xA9FE6401u)]
    public void MayBeFourNumbers(string text, uint expected)
    {
        Assert.True(RuntimeApiAddress.TryReadVersion4(text, out var address));
        Assert.Equal(expected, address);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1.2.3")]
    [InlineData("1.2.3.")]
    [InlineData("1.2.3.4.5")]
    [InlineData("1.2.3.256")]
    [InlineData("256.2.3.4")]
    [InlineData("1..3.4")]
    [InlineData("01.2.3.4")]
    [InlineData("1.2.3.4x")]
    [InlineData("1234.1.1.1")]
    [InlineData("localhost")]
    public void OrSomethingThatIsNotFourNumbers(string text) => Assert.False(RuntimeApiAddress.TryReadVersion4(text, out _));
}
