using Serverless.Templates;

namespace Serverless.Core.Tests.Templates;

public sealed class FloatsAsPythonPrintsThem
{
    [Theory]
    [InlineData(0.0, "0.0")]
    [InlineData(-0.0, "-0.0")]
    [InlineData(2, "2.0")]
    [InlineData(0.1, "0.1")]
    [InlineData(100, "100.0")]
    [InlineData(123456.789, "123456.789")]
    [InlineData(0.0001, "0.0001")]
    [InlineData(0.00001, "1e-05")]
    [InlineData(1e15, "1000000000000000.0")]
    [InlineData(1e16, "1e+16")]
    [InlineData(1.5e22, "1.5e+22")]
    [InlineData(-1.25e-7, "-1.25e-07")]
    [InlineData(1e100, "1e+100")]
    [InlineData(9007199254740993, "9007199254740992.0")]
    [InlineData(double.MaxValue, "1.7976931348623157e+308")]
    [InlineData(double.Epsilon, "5e-324")]
    public void HaveTheShortestTextThatReadsBack(double value, string text) => Assert.Equal(text, PythonFloat.ToText(value));
}
