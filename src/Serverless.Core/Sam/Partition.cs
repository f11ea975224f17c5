namespace Serverless.Sam;

/// <summary>The AWS partitions, told from a region's name.</summary>
internal static class Partition
{
    private static readonly (string Prefix, string Name)[] _byPrefix =
    [
        ("cn-", "aws-cn"),
        ("us-iso-", "aws-iso"),
        ("us-isob", "aws-iso-b"),
        ("us-gov", "aws-us-gov"),
        ("eu-isoe", "aws-iso-e"),
        ("us-isof", "aws-iso-f"),
        ("eusc-", "aws-eusc"),
    ];

    public static string Of(string region)
    {
        foreach (var (prefix, name) in _byPrefix)
        {
            if (region.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            {
                return name;
            }
        }

        return "aws";
    }
}
