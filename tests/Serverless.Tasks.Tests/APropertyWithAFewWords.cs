using System.IO.Compression;
using Serverless.Diagnostics;
using Serverless.Stacks;

namespace Serverless.Tasks.Tests;

public sealed class APropertyWithAFewWords
{
    [Theory]
    [InlineData("", OnStackFailure.RollBack)]
    [InlineData("ROLLBACK", OnStackFailure.RollBack)]
    [InlineData("DO_NOTHING", OnStackFailure.DoNothing)]
    [InlineData("delete", OnStackFailure.Delete)]
    public void IsReadAsCloudFormationWritesIt(string text, OnStackFailure expected) =>
        Assert.Equal(expected, PropertyValue.Choose("ServerlessOnFailure", text, OnStackFailure.RollBack));

    [Theory]
    [InlineData("Optimum")]
    [InlineData("1")]
    public void RefusesAnyOtherWordAndListsThem(string text)
    {
        var refused = Assert.Throws<DiagnosticException>(() => PropertyValue.Choose("ServerlessZipCompression", text, CompressionLevel.Optimal));
        var complaint = Assert.Single(refused.Diagnostics);
        Assert.Equal("SLS0503", complaint.Code);
        Assert.StartsWith($"'{text}' is not a value of ServerlessZipCompression, which is one of Optimal, Fastest, ", complaint.Message, StringComparison.Ordinal);
    }
}
