using Serverless.Artifacts;
using Serverless.Diagnostics;
using Serverless.Text;

namespace Serverless.Compilation;

public sealed class ParameterValues
{
    private const string Template =
        """
        Parameters:
          Stage: {Type: String, AllowedValues: [dev, prod], Default: dev}
          Size: {Type: Number, MinValue: 1, MaxValue: 10, Default: 5}
          Name: {Type: String, AllowedPattern: '[a-z]+', MinLength: 2, MaxLength: 5, Default: abc, ConstraintDescription: Two to five letters.}
          Ports: {Type: List<Number>, Default: '80,443'}
          Colours: {Type: CommaDelimitedList, AllowedValues: [red, green], Default: red}
          Password: {Type: String, NoEcho: true, MinLength: 8}
          Ami: {Type: 'AWS::SSM::Parameter::Value<String>', Default: /a/b, AllowedPattern: ami-.*}
        Resources: {}
        """;

    [Theory]
    [InlineData("Stage", "prod", "")]
    [InlineData("Stage", "prd", "SLS0511 Error 2: 'prd' is not allowed for parameter 'Stage': it must be one of 'dev', 'prod'. Did you mean 'prod'?")]
    [InlineData("Stge", "prod", "SLS0510 Error 2: The template has no parameter 'Stge'. Did you mean 'Stage'?")]
    [InlineData("Whatever", "x", "SLS0510 Error 2: The template has no parameter 'Whatever'. It has Stage, Size, Name, Ports, Colours, Password, Ami.")]
    [InlineData("Size", "10", "")]
    [InlineData("Size", "11", "SLS0511 Error 3: '11' is not allowed for parameter 'Size': it must be a number not greater than 10.")]
    [InlineData("Size", "0", "SLS0511 Error 3: '0' is not allowed for parameter 'Size': it must be a number not less than 1.")]
    [InlineData("Size", "many", "SLS0511 Error 3: 'many' is not allowed for parameter 'Size': it must be a number.")]
    [InlineData("Name", "ab1", "SLS0511 Error 4: 'ab1' is not allowed for parameter 'Name': it must match pattern [a-z]+. Two to five letters.")]
    [InlineData("Name", "a", "SLS0511 Error 4: 'a' is not allowed for parameter 'Name': it must contain at least 2 characters. Two to five letters.")]
    [InlineData("Name", "abcdef", "SLS0511 Error 4: 'abcdef' is not allowed for parameter 'Name': it must contain at most 5 characters. Two to five letters.")]
    [InlineData("Ports", "1, 2", "")]
    [InlineData("Ports", "1,x", "SLS0511 Error 5: '1,x' is not allowed for parameter 'Ports': it must be a number.")]
    [InlineData("Colours", "red,green", "")]
    [InlineData("Colours", "red,blue", "SLS0511 Error 6: 'red,blue' is not allowed for parameter 'Colours': it must be one of 'red', 'green'.")]
    [InlineData("Password", "hunter2", "SLS0511 Error 7: The value given is not allowed for parameter 'Password': it must contain at least 8 characters.")]
    [InlineData("Ami", "/any/key", "")]
    [InlineData("Name", "{{resolve:ssm:x}}", "")]
    public void AreHeldAgainstTheirDeclarations(string name, string value, string expected) =>
        Assert.Equal(expected, SomeApp.Show(Check(Template, new GivenParameter(name, value))));

    [Fact]
    public void ThatAreDefaultsAreHeldAgainstTheirDeclarationsToo() =>
        Assert.Equal(
            "SLS0511 Error 2: 'test' is not allowed for parameter 'Stage': it must be one of 'dev', 'prod'.",
            SomeApp.Show(Check("Parameters:\n  Stage: {Type: String, AllowedValues: [dev, prod], Default: test}\nResources: {}\n")));

    [Fact]
    public void OfSecretsAsPlainTextAreWarnedOfButNeverShown()
    {
        var complaint = Assert.Single(Check(Template, new GivenParameter("Password", "correct horse") { IsPlainText = true }));
        Assert.Equal(("SLS0512", Severity.Warning), (complaint.Code, complaint.Severity));
        Assert.DoesNotContain("correct horse", complaint.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("correct horse", new GivenParameter("Password", "correct horse").ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("correct horse", false)]
    [InlineData("{{resolve:secretsmanager:x}}", true)]
    public void OfSecretsFromElsewhereAreFine(string value, bool isPlainText) =>
        Assert.Empty(Check(Template, new GivenParameter("Password", value) { IsPlainText = isPlainText }));

    [Fact]
    public void AreReportedWhereTheyWereGiven()
    {
        var span = new SourceSpan("/app/samconfig.toml", new(3, 1), new(3, 9));
        Assert.Equal(span, Assert.Single(Check(Template, new GivenParameter("Stage", "x") { Span = span })).Span);
    }

    [Fact]
    public void ForATemplateWithoutParametersAreUnknown() =>
        Assert.Equal("The template has no parameter 'X'. It has no parameters at all.", Assert.Single(Check("Resources: {}", new GivenParameter("X", "y"))).Text);

    private static List<Diagnostic> Check(string template, params GivenParameter[] given) => [.. ParameterChecker.Check(SomeApp.Read(template), given)];
}
