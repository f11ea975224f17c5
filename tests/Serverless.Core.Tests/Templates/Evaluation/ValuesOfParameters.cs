namespace Serverless.Templates.Evaluation;

public sealed class ValuesOfParameters
{
    [Theory]
    [InlineData("{Type: String}", null, "SLS0581", "Parameters: [P] must have values")]
    [InlineData("{Type: String, AllowedValues: [a, b]}", "c", "SLS0583", "Parameter 'P' must be one of AllowedValues")]
    [InlineData("{Type: String, AllowedPattern: '[a-z]+'}", "a1", "SLS0583", "Parameter 'P' must match pattern [a-z]+")]
    [InlineData("{Type: String, AllowedPattern: '[a-z]+', ConstraintDescription: letters only}", "a1", "SLS0583", "Parameter P failed to satisfy constraint: letters only")]
    [InlineData("{Type: String, MinLength: 2}", "a", "SLS0583", "Parameter 'P' must contain at least 2 characters")]
    [InlineData("{Type: String, MaxLength: 2}", "aaa", "SLS0583", "Parameter 'P' must contain at most 2 characters")]
    [InlineData("{Type: Number}", "x", "SLS0583", "Parameter 'P' must be a number")]
    [InlineData("{Type: Number, MinValue: 2}", "1", "SLS0583", "Parameter 'P' must be a number not less than 2")]
    [InlineData("{Type: 'List<Number>'}", "1,x", "SLS0583", "Parameter 'P' must be a number")]
    [InlineData("{Type: 'AWS::SSM::Parameter::Value<String>'}", "/a", "SLS0284", "Parameter 'P' has the type")]
    public void AreCheckedAgainstTheirDeclaration(string declaration, string? value, string code, string message)
    {
        var template = Evaluating.Read($"Parameters: {{P: {declaration}}}\nResources: {{T: {{Type: 'AWS::SNS::Topic'}}}}");
        SuppliedParameter[] supplied = value is null ? [] : [new("P", value)];
        var complaint = Assert.Single(ParameterValues.Resolve(template, supplied).Diagnostics);
        Assert.Equal(code, complaint.Code);
        Assert.StartsWith(message, complaint.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OfNoParameterAreRefusedWithTheProbableName()
    {
        var template = Evaluating.Read("Parameters: {Stage: {Type: String, Default: a}}\nResources: {T: {Type: 'AWS::SNS::Topic'}}");
        var complaint = Assert.Single(ParameterValues.Resolve(template, [new("Stgae", "b")]).Diagnostics);
        Assert.Equal(("SLS0582", "Did you mean 'Stage'?"), (complaint.Code, complaint.Help));
    }

    [Fact]
    public void ComeFromTheCallerThenFromTheStackThenFromTheDefault()
    {
        var template = Evaluating.Read("Parameters: {A: {Type: String, Default: d}, B: {Type: String, Default: d}, C: {Type: String, Default: d}}\nResources: {T: {Type: 'AWS::SNS::Topic'}}");
        var previous = new ParameterValues([new("B", "String", "before", false), new("C", "String", "before", false)]);
        var values = ParameterValues.Resolve(template, [new("A", "given"), new("B", null, UsePreviousValue: true)], previous).Value!;
        Assert.Equal(["given", "before", "d"], values.All.Select(value => value.Text));
    }
}
