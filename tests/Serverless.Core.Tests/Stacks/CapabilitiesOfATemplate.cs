using Serverless.Templates;
using Serverless.Text;

namespace Serverless.Stacks;

public sealed class CapabilitiesOfATemplate
{
    [Theory]
    [InlineData("Resources: { F: { Type: AWS::Lambda::Function } }", "")]
    [InlineData("Resources: { R: { Type: AWS::IAM::Role } }", "CAPABILITY_IAM")]
    [InlineData("Resources: { R: { Type: AWS::IAM::Policy, Properties: { PolicyName: p } } }", "CAPABILITY_IAM")]
    [InlineData("Resources: { R: { Type: AWS::IAM::Role, Properties: { RoleName: r } } }", "CAPABILITY_IAM CAPABILITY_NAMED_IAM")]
    [InlineData("Resources: { R: { Type: AWS::IAM::User, Properties: { UserName: !Sub 'u-${AWS::Region}' } } }", "CAPABILITY_IAM CAPABILITY_NAMED_IAM")]
    [InlineData("Resources: { R: { Type: AWS::IAM::ManagedPolicy, Properties: { ManagedPolicyName: p } } }", "CAPABILITY_IAM CAPABILITY_NAMED_IAM")]
    [InlineData("{ Transform: AWS::Serverless-2016-10-31, Resources: { F: { Type: AWS::Serverless::Function } } }", "CAPABILITY_AUTO_EXPAND CAPABILITY_IAM")]
    [InlineData("{ Transform: [Mine], Resources: { F: { Type: AWS::SQS::Queue } } }", "CAPABILITY_AUTO_EXPAND")]
    [InlineData("Resources: { F: { Type: AWS::SQS::Queue, Properties: { Tags: [ { 'Fn::Transform': { Name: Mine } } ] } } }", "CAPABILITY_AUTO_EXPAND")]
    [InlineData("Resources: { S: { Type: AWS::CloudFormation::Stack } }", "CAPABILITY_AUTO_EXPAND CAPABILITY_IAM CAPABILITY_NAMED_IAM")]
    public void FollowFromItsContent(string template, string expected) =>
        Assert.Equal(expected, string.Join(' ', Capabilities.DeriveFrom(TemplateReader.Read(new SourceText("t.yaml", template)).Value!)));
}
