using System.Collections.Immutable;
using Serverless.Templates;

namespace Serverless.Artifacts;

/// <summary>What becomes of the local path in a property.</summary>
public enum PathContent
{
    /// <summary>A function's code: a .NET project is published, another folder is zipped as it is.</summary>
    Code,

    /// <summary>A folder or a single file that is zipped as it is; an archive stays as it is.</summary>
    Archive,

    /// <summary>A file that is stored as it is; a folder is zipped.</summary>
    File,

    /// <summary>Another template.</summary>
    Template,

    /// <summary>A function's container image: a .NET project, a Dockerfile or an archive with an image.</summary>
    Image,
}

/// <summary>How a property spells the place that an artifact is stored at.</summary>
/// <param name="Bucket">The member for the bucket; null when the property is a text.</param>
/// <param name="Key">The member for the key; null with <paramref name="Bucket"/>.</param>
public sealed record LocationForm(string? Bucket, string? Key)
{
    /// <summary>A text like <c>s3://bucket/key</c>.</summary>
    public static LocationForm Uri { get; } = new(null, null);

    /// <summary>A text like <c>https://s3.eu-west-1.amazonaws.com/bucket/key</c>, the only one that CloudFormation reads templates from.</summary>
    public static LocationForm Url { get; } = new(null, null) { IsUrl = true };

    /// <summary>A map with <c>Bucket</c> and <c>Key</c>.</summary>
    public static LocationForm BucketAndKey { get; } = new("Bucket", "Key");

    /// <summary>A map with <c>S3Bucket</c> and <c>S3Key</c>.</summary>
    public static LocationForm S3BucketAndS3Key { get; } = new("S3Bucket", "S3Key");

    /// <summary>A text like <c>registry/repository:tag</c>.</summary>
    public static LocationForm ImageUri { get; } = new(null, null) { IsImage = true };

    /// <summary>True for the address of a container image.</summary>
    public bool IsImage { get; private init; }

    /// <summary>True for an address that begins with <c>https://</c>.</summary>
    public bool IsUrl { get; private init; }
}

/// <summary>A property that may hold a local path.</summary>
/// <param name="ResourceType">The type that has the property.</param>
/// <param name="Property">
/// The property; a dot leads into a map, as in <c>Command.ScriptLocation</c>, and a star stands for every member of one, as in
/// <c>Functions.*.CodeUri</c>.
/// </param>
/// <param name="Content">What becomes of the path.</param>
/// <param name="Form">How the property spells the artifact's place.</param>
public sealed record PathProperty(string ResourceType, string Property, PathContent Content, LocationForm Form)
{
    /// <summary>True for the name of this property, or of one of those that its stars stand for.</summary>
    public bool Matches(string property)
    {
        var (pattern, names) = (Property.Split('.'), property.Split('.'));
        return pattern.Length == names.Length && pattern.Zip(names).All(pair => pair.First == "*" || pair.First == pair.Second);
    }
}

/// <summary>
/// Which property of which resource type holds a local path: the list of <c>aws cloudformation package</c>, SAM's own additions, and what
/// the <see href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/">template reference</see> has besides. A property
/// that names nothing local (an S3 address, a map, inline text) is nobody's business here. docs/packaging.md shows the table to users.
/// </summary>
public static class PathProperties
{
    /// <summary>The section of <c>Metadata</c> that describes an app to the Serverless Application Repository.</summary>
    public const string RepositoryMetadata = "AWS::ServerlessRepo::Application";

    /// <summary>All that belong to resources.</summary>
    public static ImmutableArray<PathProperty> All { get; } =
    [
        new("AWS::Serverless::Function", "CodeUri", PathContent.Code, LocationForm.Uri),
        new("AWS::Lambda::Function", "Code", PathContent.Code, LocationForm.S3BucketAndS3Key),
        new("AWS::Serverless::Function", "ImageUri", PathContent.Image, LocationForm.ImageUri),
        new("AWS::Lambda::Function", "Code.ImageUri", PathContent.Image, LocationForm.ImageUri),

        new("AWS::Serverless::LayerVersion", "ContentUri", PathContent.Archive, LocationForm.Uri),
        new("AWS::Lambda::LayerVersion", "Content", PathContent.Archive, LocationForm.S3BucketAndS3Key),
        new("AWS::CodeCommit::Repository", "Code.S3", PathContent.Archive, LocationForm.BucketAndKey),
        new("AWS::CloudFormation::ModuleVersion", "ModulePackage", PathContent.File, LocationForm.Uri),
        new("AWS::CloudFormation::ResourceVersion", "SchemaHandlerPackage", PathContent.File, LocationForm.Uri),
        new("AWS::CloudFormation::HookVersion", "SchemaHandlerPackage", PathContent.File, LocationForm.Uri),
        new("AWS::ElasticBeanstalk::ApplicationVersion", "SourceBundle", PathContent.File, LocationForm.S3BucketAndS3Key),

        new("AWS::Serverless::Api", "DefinitionUri", PathContent.File, LocationForm.Uri),
        new("AWS::Serverless::HttpApi", "DefinitionUri", PathContent.File, LocationForm.Uri),
        new("AWS::Serverless::StateMachine", "DefinitionUri", PathContent.File, LocationForm.BucketAndKey),
        new("AWS::Serverless::GraphQLApi", "SchemaUri", PathContent.File, LocationForm.Uri),
        new("AWS::Serverless::GraphQLApi", "Functions.*.CodeUri", PathContent.File, LocationForm.Uri),
        new("AWS::Serverless::GraphQLApi", "Resolvers.*.*.CodeUri", PathContent.File, LocationForm.Uri),
        new("AWS::ApiGateway::RestApi", "BodyS3Location", PathContent.File, LocationForm.BucketAndKey),
        new("AWS::ApiGatewayV2::Api", "BodyS3Location", PathContent.File, LocationForm.BucketAndKey),
        new("AWS::StepFunctions::StateMachine", "DefinitionS3Location", PathContent.File, LocationForm.BucketAndKey),
        new("AWS::AppSync::GraphQLSchema", "DefinitionS3Location", PathContent.File, LocationForm.Uri),
        new("AWS::AppSync::Resolver", "RequestMappingTemplateS3Location", PathContent.File, LocationForm.Uri),
        new("AWS::AppSync::Resolver", "ResponseMappingTemplateS3Location", PathContent.File, LocationForm.Uri),
        new("AWS::AppSync::Resolver", "CodeS3Location", PathContent.File, LocationForm.Uri),
        new("AWS::AppSync::FunctionConfiguration", "RequestMappingTemplateS3Location", PathContent.File, LocationForm.Uri),
        new("AWS::AppSync::FunctionConfiguration", "ResponseMappingTemplateS3Location", PathContent.File, LocationForm.Uri),
        new("AWS::AppSync::FunctionConfiguration", "CodeS3Location", PathContent.File, LocationForm.Uri),
        new("AWS::Glue::Job", "Command.ScriptLocation", PathContent.File, LocationForm.Uri),

        new("AWS::Serverless::Application", "Location", PathContent.Template, LocationForm.Url),
        new("AWS::CloudFormation::Stack", "TemplateURL", PathContent.Template, LocationForm.Url),
        new("AWS::CloudFormation::StackSet", "TemplateURL", PathContent.Template, LocationForm.Url),
    ];

    /// <summary>Those of the section <see cref="RepositoryMetadata"/> in a template's <c>Metadata</c>.</summary>
    public static ImmutableArray<PathProperty> OfRepositoryMetadata { get; } =
    [
        new(RepositoryMetadata, "LicenseUrl", PathContent.File, LocationForm.Uri),
        new(RepositoryMetadata, "ReadmeUrl", PathContent.File, LocationForm.Uri),
    ];

    /// <summary>The file of an <c>AWS::Include</c> that CloudFormation is to read.</summary>
    public static PathProperty OfInclude { get; } = new("AWS::Include", "Location", PathContent.File, LocationForm.Uri);

    private static readonly ILookup<string, PathProperty> ByType = All.ToLookup(property => property.ResourceType);

    /// <summary>The properties of one resource type that may hold a path.</summary>
    public static IEnumerable<PathProperty> Of(string? resourceType) => resourceType is null ? [] : ByType[resourceType];

    /// <summary>The property by its name, or null when it holds no path.</summary>
    public static PathProperty? Find(string? resourceType, string property) => Of(resourceType).FirstOrDefault(row => row.Matches(property));
}

/// <summary>A property that an artifact's place is written into.</summary>
/// <param name="Resource">The resource's logical id; empty for a value that belongs to no resource.</param>
/// <param name="Property">
/// The property as <see cref="PathProperty.Property"/> spells it, with names where that has stars; without a resource, a JSON pointer
/// (RFC 6901) from the template's root.
/// </param>
public sealed record PropertyPlace(LogicalId Resource, string Property)
{
    /// <summary>The id of the nested template that has the property; empty for the app's own template.</summary>
    public string Template { get; init; } = "";

    /// <summary>A value that belongs to no resource.</summary>
    public static PropertyPlace AtPointer(string pointer) => new("", pointer);

    /// <summary><c>Hello.CodeUri</c>, or <c>orders:Hello.CodeUri</c> in a nested template.</summary>
    public override string ToString() =>
        (Template.Length > 0 ? $"{Template}:" : "") + (Resource.Value.Length > 0 ? $"{Resource}.{Property}" : Property);
}
