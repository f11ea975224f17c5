using System.Xml.Linq;
using Serverless.Local.Front;
using Serverless.Local.Query;

namespace Serverless.Local.Sts;

/// <summary>STS: everybody is the local account's user, and may become any role.</summary>
internal sealed class StsEndpoint(string account, TimeProvider clock)
{
    /// <summary>The interface's version, by which its requests are known.</summary>
    public const string Version = "2011-06-15";

    private const string Schema = "https://sts.amazonaws.com/doc/2011-06-15/";

    /// <summary>Serves a request.</summary>
    public async Task ServeAsync(AwsRequest request, QueryForm form)
    {
        try
        {
            await QueryReply.SendAsync(request, form.Action, Schema, form.Action switch
            {
                "GetCallerIdentity" => GetCallerIdentity(),
                "AssumeRole" => AssumeRole(form),
                _ => throw QueryException.UnknownAction(form.Action, form.Version),
            });
        }
        catch (QueryException refusal)
        {
            await QueryReply.RefuseAsync(request, Schema, refusal);
        }
    }

    private IEnumerable<XElement> GetCallerIdentity() =>
    [
        new("Arn", $"arn:aws:iam::{account}:user/local"),
        new("UserId", "AIDALOCALCLOUDLOCALXX"),
        new("Account", account),
    ];

    private IEnumerable<XElement> AssumeRole(QueryForm form)
    {
        var role = form["RoleArn"] ?? throw QueryException.Validation("1 validation error detected: Value null at 'roleArn' failed to satisfy constraint: Member must not be null");
        var session = form["RoleSessionName"] ?? "local";
        var seconds = int.TryParse(form["DurationSeconds"], out var wanted) ? Math.Clamp(wanted, 900, 43_200) : 3600;
        var name = role[(role.LastIndexOf('/') + 1)..];
        return
        [
            new(
                "Credentials",
                new XElement("AccessKeyId", "ASIALOCALCLOUDLOCALX"),
                // No secret protects anything here: signatures are not checked.
                new XElement("SecretAccessKey", "local"),
                new XElement("SessionToken", "local"),
                new XElement("Expiration", QueryReply.Time(clock.GetUtcNow().AddSeconds(seconds)))),
            new("AssumedRoleUser", new XElement("AssumedRoleId", $"AROALOCALCLOUDLOCALXX:{session}"), new XElement("Arn", $"arn:aws:sts::{account}:assumed-role/{name}/{session}")),
        ];
    }
}
