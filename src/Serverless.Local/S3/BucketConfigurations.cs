using System.Xml.Linq;

namespace Serverless.Local.S3;

/// <summary>
/// The sub-resources of a bucket that clients set and read back. They are kept and returned, not acted upon: the local cloud
/// neither encrypts nor expires nor refuses anything because of them.
/// </summary>
internal static class BucketConfigurations
{
    // What is answered while nothing is set: a document, or an error's code and message.
    private static readonly Dictionary<string, (string? Document, string Code, string Message)> Table = new()
    {
        ["accelerate"] = (Empty("AccelerateConfiguration"), "", ""),
        ["analytics"] = (null, "NoSuchConfiguration", "The specified configuration does not exist."),
        ["cors"] = (null, "NoSuchCORSConfiguration", "The CORS configuration does not exist"),
        ["encryption"] = (DefaultEncryption, "", ""),
        ["lifecycle"] = (null, "NoSuchLifecycleConfiguration", "The lifecycle configuration does not exist"),
        ["logging"] = (Empty("BucketLoggingStatus"), "", ""),
        ["notification"] = (Empty("NotificationConfiguration"), "", ""),
        ["object-lock"] = (null, "ObjectLockConfigurationNotFoundError", "Object Lock configuration does not exist for this bucket"),
        ["ownershipControls"] = (DefaultOwnership, "", ""),
        ["policy"] = (null, "NoSuchBucketPolicy", "The bucket policy does not exist"),
        ["publicAccessBlock"] = (null, "NoSuchPublicAccessBlockConfiguration", "The public access block configuration was not found"),
        ["replication"] = (null, "ReplicationConfigurationNotFoundError", "The replication configuration was not found"),
        ["requestPayment"] = (S3Xml.Text(S3Xml.Element("RequestPaymentConfiguration", new XElement("Payer", "BucketOwner"))), "", ""),
        ["tagging"] = (null, "NoSuchTagSet", "The TagSet does not exist"),
        ["versioning"] = (Empty("VersioningConfiguration"), "", ""),
        ["website"] = (null, "NoSuchWebsiteConfiguration", "The specified bucket does not have a website configuration"),
        ["acl"] = ("", "", ""),
    };

    private static string DefaultEncryption => S3Xml.Text(S3Xml.Element(
        "ServerSideEncryptionConfiguration",
        new XElement("Rule", new XElement("ApplyServerSideEncryptionByDefault", new XElement("SSEAlgorithm", "AES256")), new XElement("BucketKeyEnabled", "false"))));

    private static string DefaultOwnership => S3Xml.Text(S3Xml.Element("OwnershipControls", new XElement("Rule", new XElement("ObjectOwnership", "BucketOwnerEnforced"))));

    /// <summary>True for the name of a sub-resource.</summary>
    public static bool IsName(string name) => Table.ContainsKey(name);

    /// <summary>The document of a sub-resource that is not set.</summary>
    /// <exception cref="S3Exception">There is none.</exception>
    public static string Default(string name, string account) => (name, Table[name]) switch
    {
        ("acl", _) => S3Xml.Text(OwnerOnly(account)),
        (_, { Document: { } document }) => document,
        (_, var (_, code, message)) => throw new S3Exception(404, code, message),
    };

    /// <summary>The access control list of everything here: full control for the account.</summary>
    public static XElement OwnerOnly(string account)
    {
        XNamespace schema = "http://www.w3.org/2001/XMLSchema-instance";
        return S3Xml.Element(
            "AccessControlPolicy",
            new XElement("Owner", new XElement("ID", account)),
            new XElement("AccessControlList", new XElement(
                "Grant",
                new XElement("Grantee", new XAttribute(XNamespace.Xmlns + "xsi", schema), new XAttribute(schema + "type", "CanonicalUser"), new XElement("ID", account)),
                new XElement("Permission", "FULL_CONTROL"))));
    }

    private static string Empty(string name) => S3Xml.Text(S3Xml.Element(name));
}
