using Serverless.Sam.Errors;
using Serverless.Sam.OpenApi;
using Serverless.Sam.Resources;
using Serverless.Templates;

namespace Serverless.Sam.ImplicitApis;

/// <summary>The REST API of events of type Api that name none.</summary>
internal sealed class ImplicitRestApi(MapValue root, ApiDocuments documents) : ImplicitApi(root)
{
    protected override string ImplicitId => "ServerlessRestApi";

    protected override string ConditionName => "ServerlessRestApiCondition";

    protected override string EventType => "Api";

    protected override string ApiType => SamTypes.Api;

    protected override string ApiIdProperty => "RestApiId";

    protected override MapValue NewProperties() => Values.Map(
        ("DefinitionBody", SwaggerDocument.Skeleton()),
        (DefaultDefinitionBody.Managed, true),
        ("StageName", "Prod"));

    protected override bool IsValid(TemplateValue? definition) => SwaggerDocument.IsValid(definition);

    protected override ApiDocument Open(TemplateValue? definition) => documents.OpenSwagger(definition);

    protected override MapValue? PropertiesOf(MapValue source, Subject subject) => source["Properties"] switch
    {
        null or { IsTruthy: false } => null,
        var properties => subject.Map(properties, "", "Properties should be a map."),
    };
}
