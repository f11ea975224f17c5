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
}

/// <summary>How a property spells the place that an artifact is stored at.</summary>
/// <param name="Bucket">The member for the bucket; null when the property is a text like <c>s3://bucket/key</c>.</param>
/// <param name="Key">The member for the key; null with <paramref name="Bucket"/>.</param>
public sealed record LocationForm(string? Bucket, string? Key)
{
    /// <summary>A text like <c>s3://bucket/key</c>.</summary>
    public static LocationForm Uri { get; } = new(null, null);

    /// <summary>A map with <c>Bucket</c> and <c>Key</c>.</summary>
    public static LocationForm BucketAndKey { get; } = new("Bucket", "Key");

    /// <summary>A map with <c>S3Bucket</c> and <c>S3Key</c>.</summary>
    public static LocationForm S3BucketAndS3Key { get; } = new("S3Bucket", "S3Key");
}

/// <summary>A property that may hold a local path.</summary>
/// <param name="ResourceType">The type that has the property.</param>
/// <param name="Property">The property; a dot leads into a map, as in <c>Command.ScriptLocation</c>.</param>
/// <param name="Content">What becomes of the path.</param>
/// <param name="Form">How the property spells the artifact's place.</param>
public sealed record PathProperty(string ResourceType, string Property, PathContent Content, LocationForm Form);

/// <summary>
/// Which property of which resource type holds a local path: the list of <c>aws cloudformation package</c> and SAM's own additions.
/// A property that names nothing local (an S3 address, a map, inline text) is nobody's business here.
/// </summary>
public static class PathProperties
{
    /// <summary>All of them.</summary>
    public static ImmutableArray<PathProperty> All { get; } =
    [
        new("AWS::Serverless::Function", "CodeUri", PathContent.Code, LocationForm.Uri),
        new("AWS::Lambda::Function", "Code", PathContent.Code, LocationForm.S3BucketAndS3Key),

        new("AWS::Serverless::LayerVersion", "ContentUri", PathContent.Archive, LocationForm.Uri),
        new("AWS::Lambda::LayerVersion", "Content", PathContent.Archive, LocationForm.S3BucketAndS3Key),
        new("AWS::CodeCommit::Repository", "Code.S3", PathContent.Archive, LocationForm.BucketAndKey),
        new("AWS::ElasticBeanstalk::ApplicationVersion", "SourceBundle", PathContent.File, LocationForm.S3BucketAndS3Key),

        new("AWS::Serverless::Api", "DefinitionUri", PathContent.File, LocationForm.Uri),
        new("AWS::Serverless::HttpApi", "DefinitionUri", PathContent.File, LocationForm.Uri),
        new("AWS::Serverless::StateMachine", "DefinitionUri", PathContent.File, LocationForm.BucketAndKey),
        new("AWS::Serverless::GraphQLApi", "SchemaUri", PathContent.File, LocationForm.Uri),
        new("AWS::ApiGateway::RestApi", "BodyS3Location", PathContent.File, LocationForm.BucketAndKey),
        new("AWS::StepFunctions::StateMachine", "DefinitionS3Location", PathContent.File, LocationForm.BucketAndKey),
        new("AWS::AppSync::GraphQLSchema", "DefinitionS3Location", PathContent.File, LocationForm.Uri),
        new("AWS::AppSync::Resolver", "RequestMappingTemplateS3Location", PathContent.File, LocationForm.Uri),
        new("AWS::AppSync::Resolver", "ResponseMappingTemplateS3Location", PathContent.File, LocationForm.Uri),
        new("AWS::AppSync::Resolver", "CodeS3Location", PathContent.File, LocationForm.Uri),
        new("AWS::AppSync::FunctionConfiguration", "RequestMappingTemplateS3Location", PathContent.File, LocationForm.Uri),
        new("AWS::AppSync::FunctionConfiguration", "ResponseMappingTemplateS3Location", PathContent.File, LocationForm.Uri),
        new("AWS::AppSync::FunctionConfiguration", "CodeS3Location", PathContent.File, LocationForm.Uri),
        new("AWS::Glue::Job", "Command.ScriptLocation", PathContent.File, LocationForm.Uri),

        new("AWS::Serverless::Application", "Location", PathContent.Template, LocationForm.Uri),
        new("AWS::CloudFormation::Stack", "TemplateURL", PathContent.Template, LocationForm.Uri),
    ];

    private static readonly ILookup<string, PathProperty> ByType = All.ToLookup(property => property.ResourceType);

    /// <summary>The properties of one resource type that may hold a path.</summary>
    public static IEnumerable<PathProperty> Of(string? resourceType) => resourceType is null ? [] : ByType[resourceType];

    /// <summary>The property by its name, or null when it holds no path.</summary>
    public static PathProperty? Find(string? resourceType, string property) => Of(resourceType).FirstOrDefault(row => row.Property == property);
}

/// <summary>A property of one resource, which an artifact's place is written into.</summary>
/// <param name="Resource">The resource's logical id.</param>
/// <param name="Property">The property as <see cref="PathProperty.Property"/> spells it.</param>
public sealed record PropertyPlace(LogicalId Resource, string Property)
{
    /// <summary><c>Hello.CodeUri</c>.</summary>
    public override string ToString() => $"{Resource}.{Property}";
}
