using Serverless.Diagnostics;

namespace Serverless.Core.Tests.Diagnostics;

public sealed class GuessingTheMeantWord
{
    private static readonly string[] Words = ["Runtime", "Handler", "MemorySize", "Ref"];

    [Theory]
    [InlineData("Runtim", "Runtime")]
    [InlineData("Rnutime", "Runtime")]
    [InlineData("runtime", "Runtime")]
    [InlineData("Memorysize", "MemorySize")]
    [InlineData("MemSize", "MemorySize")]
    [InlineData("Reff", "Ref")]
    public void FindsTheNearest(string word, string meant) => Assert.Equal(meant, DidYouMean.Find(word, Words));

    [Theory]
    [InlineData("Timeout")]
    [InlineData("")]
    [InlineData("x")]
    public void StaysSilentWhenNothingIsNear(string word) => Assert.Null(DidYouMean.Ask(word, Words));

    [Fact]
    public void AsksPolitely() => Assert.Equal("Did you mean 'Handler'?", DidYouMean.Ask("Handlr", Words));
}
