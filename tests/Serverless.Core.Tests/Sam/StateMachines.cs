using Serverless.Diagnostics;
using Serverless.Templates;

namespace Serverless.Core.Tests.Sam;

public class StateMachines
{
    [Fact]
    public void LinesOfADefinitionKnowWhereTheirValuesStand()
    {
        var machine = Some.Good("""
            Resources:
              Orders:
                Type: AWS::Serverless::StateMachine
                Properties:
                  Role: arn:aws:iam::123456789012:role/orders
                  Definition:
                    StartAt: Check
                    States:
                      Check:
                        Resource: !Ref Function
                        Type: Task
            """).Template.FindResource("Orders")!;
        var lines = (ListValue)((ListValue)machine.Properties!["DefinitionString"].AsMap()!["Fn::Join"]!)[1];
        var resource = lines.OfType<StringValue>().Single(line => line.Value.Contains("\"Resource\"", StringComparison.Ordinal));
        Assert.Equal("            \"Resource\": \"${definition_substitution_1}\",", resource.Value);
        Assert.Equal(10, resource.Span.Start.Line);
        var substitution = machine.Properties!["DefinitionSubstitutions"].AsMap()!["definition_substitution_1"]!;
        Assert.Equal(10, substitution.Span.Start.Line);
    }

    [Theory]
    [InlineData("{}", "Either 'Definition' or 'DefinitionUri' property must be specified.")]
    [InlineData("{Definition: {a: b}, DefinitionUri: 's3://b/k'}", "Specify either 'Definition' or 'DefinitionUri' property and not both.")]
    [InlineData("{DefinitionUri: {Bucket: b}}", "'DefinitionUri' requires Bucket and Key properties to be specified.")]
    [InlineData("{DefinitionUri: here}", "'DefinitionUri' is not a valid S3 Uri of the form 's3://bucket/key' with optional versionId query parameter.")]
    [InlineData("{Definition: {a: b}, Role: r, Policies: p}", "Specify either 'Role' or 'Policies' (but not both at the same time) or neither of them")]
    [InlineData("{Definition: {a: b}, UseAliasAsEventTarget: true}", "'UseAliasAsEventTarget' requires 'AutoPublishAlias' property to be specified.")]
    [InlineData("{Definition: {a: b}, DeploymentPreference: {Type: CANARY}}", "'DeploymentPreference' requires 'AutoPublishAlias' property to be specified.")]
    [InlineData("{Definition: {a: b}, Policies: {}}", "Type of property 'Policies' is invalid.")]
    public void ContradictionsAreReported(string properties, string text) =>
        Assert.Equal($"Resource with id [M] is invalid. {text}", Error(properties).Message);

    [Fact]
    public void AnEventThatCannotBeReadIsTheStateMachinesError()
    {
        var error = Error("{Definition: {a: b}, Events: {Queue: {Type: SQS}}}");
        Assert.StartsWith("Resource with id [M] is invalid. Event with id [Queue] is invalid. Resource dict has missing", error.Message, StringComparison.Ordinal);
        Assert.Equal("The types are Api, CloudWatchEvent, EventBridgeRule, Schedule, ScheduleV2.", error.Help);
    }

    [Fact]
    public void AnEventThatCannotBeExpandedIsItsOwnError()
    {
        var error = Error("{Definition: {a: b}, Events: {Daily: {Type: Schedule, Properties: {Schedule: s, State: ENABLED, Enabled: true}}}}");
        Assert.Equal("Event with id [Daily] is invalid. State and Enabled Properties cannot both be specified.", error.Message);
    }

    [Fact]
    public void ARouteThatIsTakenIsReported()
    {
        var error = Error("{Definition: {a: b}, Events: {One: {Type: Api, Properties: {Path: /a, Method: get}}, Two: {Type: Api, Properties: {Path: /a, Method: GET}}}}");
        Assert.Equal("Event with id [One] is invalid. API method \"get\" defined multiple times for path \"/a\".", error.Message);
    }

    private static Diagnostic Error(string properties) =>
        Some.OnlyError($"Resources: {{M: {{Type: AWS::Serverless::StateMachine, Properties: {properties}}}}}");
}
