using Serverless.Sam;
using Serverless.Templates;

namespace Serverless.Core.Tests.Sam;

public class Policies
{
    [Theory]
    [InlineData("eu-central-1", "aws")]
    [InlineData("cn-north-1", "aws-cn")]
    [InlineData("us-gov-west-1", "aws-us-gov")]
    public void TheNameOfAPolicyOfAwsBecomesItsArn(string region, string partition)
    {
        var arns = Arns(Some.WithFunction("      Policies: AWSLambdaExecute"), Some.Context with { Region = region });
        Assert.Equal([$"arn:{partition}:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole", $"arn:{partition}:iam::aws:policy/AWSLambdaExecute"], arns);
    }

    [Fact]
    public void TheLoaderIsAskedOnceAndOnlyForNamesThatNobodyElseKnows()
    {
        var asked = 0;
        var context = Some.Context with { ManagedPolicies = Load };
        Assert.Equal("arn:mine", Arns(Some.WithFunction("      Policies: [Mine, Other, 'arn:given', AWSLambdaRole]"), context)[1]);
        Assert.Equal(1, asked);
        Arns(Some.WithFunction("      Policies: [AWSLambdaRole, 'arn:given']"), context);
        Assert.Equal(1, asked);

        IReadOnlyDictionary<string, string> Load()
        {
            asked++;
            return new Dictionary<string, string> { ["Mine"] = "arn:mine" };
        }
    }

    [Fact]
    public void APolicyTemplateIsFilledIn()
    {
        var role = Some.Good(Some.WithFunction("      Policies: [{SQSPollerPolicy: {QueueName: !GetAtt Jobs.QueueName}}]")).Template.FindResource("HelloRole")!;
        var statement = role.Properties!["Policies"].AsList()![0].AsMap()!["PolicyDocument"].AsMap()!["Statement"].AsList()![0].AsMap()!;
        Assert.Contains("sqs:ReceiveMessage", statement["Action"].AsList()!.Select(action => action.AsString()));
        Assert.Equal("GetAtt", statement["Resource"].AsMap()!["Fn::Sub"].AsList()![1].AsMap()!["queueName"].AsMap()!.Keys.Single()[4..]);
    }

    [Fact]
    public void APolicyTemplateWithoutAParameterNamesIt()
    {
        var error = Some.OnlyError(Some.WithFunction("      Policies: [{SQSPollerPolicy: {}}]"));
        Assert.EndsWith("Following required parameters of template 'SQSPollerPolicy' don't have values: ['QueueName']", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AMisspeltPolicyTemplateAsksForTheOneThatWasMeant()
    {
        var error = Some.OnlyError(Some.WithFunction("      Policies: [{SQSPolerPolicy: {QueueName: x}}]"));
        Assert.EndsWith("Policy at index 0 in the 'Policies' property is not valid", error.Message, StringComparison.Ordinal);
        Assert.Equal("Did you mean 'SQSPollerPolicy'?", error.Help);
    }

    private static List<string?> Arns(string yaml, TransformContext context) =>
        [.. Some.Good(yaml, context).Template.FindResource("HelloRole")!.Properties!["ManagedPolicyArns"].AsList()!.Select(arn => arn.AsString())];
}
