namespace Serverless.Sam.Resources;

/// <summary>How a resource type takes the tags that are propagated to it.</summary>
internal enum TagForm
{
    None,
    KeyValueList,
    Map,
}

/// <summary>A CloudFormation resource type that SAM makes: its properties in the order in which they are written.</summary>
internal sealed class ResourceShape
{
    public ResourceShape(string type, params string[] properties)
    {
        Type = type;
        Properties = properties;
        Tags = Array.IndexOf(properties, "Tags") >= 0 ? TagForm.KeyValueList : TagForm.None;
    }

    public string Type { get; }

    public string[] Properties { get; }

    public TagForm Tags { get; init; }

    /// <summary>True when <c>Ref</c> gives the ARN; otherwise the attribute <c>Arn</c> does.</summary>
    public bool RefIsArn { get; init; }

    public int IndexOf(string property) => Array.IndexOf(Properties, property);
}
