using System.Xml.Linq;
using Serverless.Local.Cloud;

namespace Serverless.Local.Sts;

public sealed class WhoAmI
{
    [Theory]
    [InlineData("Action=GetCallerIdentity&Version=2011-06-15", "Account", "123456789012")]
    [InlineData("Action=AssumeRole&Version=2011-06-15&RoleArn=arn:aws:iam::1:role/deploy&RoleSessionName=me", "Arn", "arn:aws:sts::123456789012:assumed-role/deploy/me")]
    public async Task EverybodyIsTheLocalAccount(string form, string name, string value)
    {
        await using var cloud = await RunningCloud.StartAsync(options => options with { AccountId = "123456789012" });
        using var content = new StringContent(form, null, "application/x-www-form-urlencoded");
        var response = await cloud.Client.PostAsync("/", content, TestContext.Current.CancellationToken);
        Assert.Equal(value, XElement.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Text(name));
    }
}
