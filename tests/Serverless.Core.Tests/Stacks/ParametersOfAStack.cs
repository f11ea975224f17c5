using Serverless.Testing;

namespace Serverless.Stacks;

public sealed class ParametersOfAStack
{
    private const string TwoParameters = """
        Parameters:
          Stage:
            Type: String
          DbPassword:
            Type: String
            NoEcho: true
            Default: none
        Resources:
          Hello:
            Type: AWS::Lambda::Function
        """;

    private readonly Story _story = new() { Template = TwoParameters };

    [Fact]
    public async Task AGivenValueIsPassedAndADefaultIsLeftToTheTemplate()
    {
        _story.Target = _story.Target with { Parameters = [new("Stage", "prod")] };
        await _story.DeployAsync();
        Assert.Equal([new("Stage", "prod")], Assert.Single(_story.Client.Requests).Parameters);
    }

    [Fact]
    public async Task WhatTheStackHasIsKept()
    {
        _story.Client.Add("orders", "CREATE_COMPLETE").ParameterNames = ["Stage", "DbPassword", "Removed"];
        await _story.DeployAsync();
        Assert.Equal([new("Stage", null), new("DbPassword", null)], Assert.Single(_story.Client.Requests).Parameters);
    }

    [Fact]
    public async Task AStackUnderReviewHasNoValuesToKeep()
    {
        _story.Client.Add("orders", "REVIEW_IN_PROGRESS").ParameterNames = ["Stage"];
        Assert.Equal("SLS0705", Story.Only(await _story.DeployAsync()).Code);
    }

    [Fact]
    public async Task AParameterWithoutAValueIsReportedAtItsLine()
    {
        var complaint = Story.Only(await _story.DeployAsync());
        Assert.Equal(("SLS0705", "template.yaml(2,3)"), (complaint.Code, complaint.Span.ToString()));
        Assert.Empty(_story.Client.Requests);
    }

    [Fact]
    public async Task AnUnknownParameterIsReportedWithTheOneThatWasMeant()
    {
        _story.Target = _story.Target with { Parameters = [new("Stage", "prod"), new("Stagee", "prod")] };
        var complaint = Story.Only(await _story.DeployAsync());
        Assert.Equal(("SLS0704", "Did you mean 'Stage'?"), (complaint.Code, complaint.Help));
    }

    [Fact]
    public async Task TheLastOfTwoValuesCounts()
    {
        _story.Target = _story.Target with { Parameters = [new("Stage", "dev"), new("Stage", "prod")] };
        await _story.DeployAsync();
        Assert.Equal([new("Stage", "prod")], Assert.Single(_story.Client.Requests).Parameters);
    }

    [Fact]
    public async Task ASecretAppearsNowhere()
    {
        const string Secret = "hunter2-and-more";
        _story.Target = _story.Target with { Parameters = [new("Stage", "prod"), new("DbPassword", Secret)] };
        _story.Client.Execution =
        [
            StackStep.OfStack("CREATE_IN_PROGRESS"),
            new("Hello", "CREATE_FAILED", $"Value '{Secret}' at 'masterUserPassword' failed to satisfy constraint"),
            StackStep.OfStack("ROLLBACK_COMPLETE", $"because of {Secret}"),
        ];
        var outcome = await _story.DeployAsync();
        Assert.Equal("Hello CREATE_FAILED: Value '****' at 'masterUserPassword' failed to satisfy constraint", Story.Only(outcome).Message);
        Assert.Contains(new StackParameter("DbPassword", Secret), Assert.Single(_story.Client.Requests).Parameters);
        object[] said = [outcome, .. outcome.Diagnostics, .. _story.Events, .. _story.Lines, _story.Target, _story.Request, .. _story.Target.Parameters, .. _story.Client.Requests];
        Assert.All(said, thing => Assert.DoesNotContain(Secret, thing.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task ASecretAppearsInNoRefusalAndNoDisturbance()
    {
        const string Secret = "swordfish-and-more";
        _story.Target = _story.Target with { Parameters = [new("Stage", Secret) { IsSecret = true }] };
        var turn = 0;
        _story.Client.Before = (operation, _) => operation switch
        {
            "DescribeChangeSet" when turn++ == 0 => throw new StackClientException(StackFailure.Unavailable, null, $"proxy did not like {Secret}"),
            "DescribeChangeSet" => throw new StackClientException(StackFailure.Refused, "ValidationError", $"[{Secret}] is not a stage"),
            _ => Task.CompletedTask,
        };
        var outcome = await _story.DeployAsync();
        Assert.Contains("[****] is not a stage", Story.Only(outcome).Message, StringComparison.Ordinal);
        Assert.Contains("CloudFormation does not answer (proxy did not like ****); still watching", _story.Lines);
    }

    [Theory]
    [InlineData("abc", "the abc of abcde", "the **** of abcde")]
    [InlineData("a", "a cat, a hat", "**** cat, **** hat")]
    [InlineData("long-enough", "xlong-enoughx", "x****x")]
    [InlineData(" ", "no change here", "no change here")]
    public void AShortSecretIsHiddenWhereItStandsAlone(string secret, string text, string masked)
    {
        var target = _story.Target with { Parameters = [new("Any", secret) { IsSecret = true }] };
        Assert.Equal(masked, SecretMask.Of(target, template: null).Apply(text));
    }

    [Theory]
    [InlineData("orders", "orders")]
    [InlineData("My.Orders", "My-Orders")]
    [InlineData("7 dwarfs & co.", "dwarfs-co")]
    [InlineData("ÄÖ", null)]
    public void AStackNameIsSuggestedFromAnyText(string text, string? name) => Assert.Equal(name, StackTarget.SuggestName(text));

    [Theory]
    [InlineData("a", true)]
    [InlineData("a-b-9", true)]
    [InlineData("9a", false)]
    [InlineData("-a", false)]
    [InlineData("a_b", false)]
    [InlineData("", false)]
    public void TheRulesForStackNamesAreCloudFormations(string name, bool good) => Assert.Equal(good, StackTarget.IsStackName(name));

    [Fact]
    public void AStackNameHasAtMost128Letters()
    {
        Assert.True(StackTarget.IsStackName(new('a', 128)));
        Assert.False(StackTarget.IsStackName(new('a', 129)));
    }
}
