using Serverless.Diagnostics;
using Serverless.Stacks;

namespace Serverless.Aws;

/// <summary>Values that tests do not care about.</summary>
internal static class Some
{
    public const string Account = "123456789012";
    public const string StackId = "arn:aws:cloudformation:eu-west-1:123456789012:stack/orders/1";
    public const string ChangeSetId = "arn:aws:cloudformation:eu-west-1:123456789012:changeSet/one/2";

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public static AwsOptions Options(string url) => new()
    {
        Region = "eu-west-1",
        EndpointUrl = url,
        Keys = new("AKIDEXAMPLE", "secret"),
        Timeout = TimeSpan.FromSeconds(20),
        Retries = 2,
    };

    public static AwsConnection Connection(string url) => Open(Options(url));

    public static AwsConnection Open(AwsOptions options)
    {
        var opened = AwsConnection.Open(options);
        Assert.Empty(opened.Diagnostics);
        return opened.Value!;
    }

    /// <summary>The complaint that something ends in.</summary>
    public static async Task<Diagnostic> ComplaintAsync(Func<Task> act) => Assert.Single((await Assert.ThrowsAsync<DiagnosticException>(act)).Diagnostics);

    public static WireReply Identity { get; } = WireReply.Ok(
        $"""<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>arn:aws:iam::{Account}:user/ada</Arn><UserId>AIDA</UserId><Account>{Account}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>""");

    public static ChangeSetRequest ChangeSetRequest { get; } = new("orders", "one", ChangeSetType.Update)
    {
        TemplateBody = "Resources: { Ü: & }",
        Parameters = [new("Stage", "prod"), new("Old", null)],
        Tags = [new("team", "a&b")],
        Capabilities = ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM"],
        RoleArn = "arn:role",
        NotificationArns = ["arn:topic"],
        Description = "why",
        OnFailure = OnStackFailure.RollBack,
    };
}
