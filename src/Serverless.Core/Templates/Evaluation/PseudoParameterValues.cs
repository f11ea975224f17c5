namespace Serverless.Templates.Evaluation;

/// <summary>The values of the <c>AWS::…</c> parameters that every template has.</summary>
/// <param name="StackName"><c>AWS::StackName</c>.</param>
/// <param name="StackId"><c>AWS::StackId</c>, the stack's ARN.</param>
/// <param name="Region"><c>AWS::Region</c>, which decides partition and URL suffix as well.</param>
/// <param name="AccountId"><c>AWS::AccountId</c>, twelve digits.</param>
public sealed record PseudoParameterValues(string StackName, string StackId, string Region, string AccountId)
{
    /// <summary><c>AWS::NotificationARNs</c>.</summary>
    public IReadOnlyList<string> NotificationArns { get; init; } = [];

    /// <summary><c>AWS::Partition</c> of the region.</summary>
    public string Partition =>
        Region.StartsWith("cn-", StringComparison.Ordinal) ? "aws-cn"
        : Region.StartsWith("us-gov-", StringComparison.Ordinal) ? "aws-us-gov"
        : "aws";

    /// <summary><c>AWS::URLSuffix</c> of the region.</summary>
    public string UrlSuffix => Partition == "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";

    /// <summary>True for the name of a pseudo parameter, <c>AWS::NoValue</c> included.</summary>
    public static bool IsName(string name) => PseudoParameters.Names.Contains(name);

    /// <summary>The value of a pseudo parameter; null for another name and for <c>AWS::NoValue</c>.</summary>
    public TemplateValue? Find(string name) => name switch
    {
        "AWS::AccountId" => AccountId,
        "AWS::NotificationARNs" => new ListValue(NotificationArns.Select(arn => (TemplateValue)arn)),
        "AWS::Partition" => Partition,
        "AWS::Region" => Region,
        "AWS::StackId" => StackId,
        "AWS::StackName" => StackName,
        "AWS::URLSuffix" => UrlSuffix,
        _ => null,
    };
}
