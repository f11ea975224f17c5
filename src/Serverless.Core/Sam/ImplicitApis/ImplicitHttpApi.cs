using Serverless.Sam.Errors;
using Serverless.Sam.OpenApi;
using Serverless.Sam.Resources;
using Serverless.Templates;

namespace Serverless.Sam.ImplicitApis;

/// <summary>The HTTP API of events of type HttpApi that name none.</summary>
internal sealed class ImplicitHttpApi(MapValue root, ApiDocuments documents) : ImplicitApi(root)
{
    protected override string ImplicitId => "ServerlessHttpApi";

    protected override string ConditionName => "ServerlessHttpApiCondition";

    protected override string EventType => "HttpApi";

    protected override string ApiType => SamTypes.HttpApi;

    protected override string ApiIdProperty => "ApiId";

    protected override MapValue NewProperties() => Values.Map(
        ("DefinitionBody", OpenApiDocument.Skeleton()),
        (DefaultDefinitionBody.Managed, true));

    protected override bool IsValid(TemplateValue? definition) => OpenApiDocument.IsValid(definition);

    protected override ApiDocument Open(TemplateValue? definition) => documents.OpenOpenApi(definition);

    protected override MapValue PropertiesOf(MapValue source, Subject subject)
    {
        var properties = source.GetOrAdd("Properties", () => new MapValue { Span = source.Span });
        return subject.Map(properties, "", "Properties should be a map.");
    }

    protected override void CompleteRoute(MapValue properties)
    {
        if (!properties["Path"].IsTruthy() && !properties["Method"].IsTruthy())
        {
            properties["Path"] = OpenApiDocument.DefaultPath;
            properties["Method"] = ApiDocument.AnyMethod;
        }
    }

    protected override void AddSettings(MapValue properties, string apiId, StringValue? condition, Subject subject)
    {
        if (properties["RouteSettings"] is not { } settings)
        {
            return;
        }

        var api = (MapValue)Resources[apiId]!;
        var apiProperties = (MapValue)api.GetOrAdd("Properties", () => new MapValue { Span = api.Span });
        var all = new Subject(SamErrorKind.Resource, apiId, Resources.KeyOf(apiId)!.Span)
            .Map(apiProperties.GetOrAdd("RouteSettings", () => new MapValue()), "RouteSettings");
        var own = subject.Map(condition.IsTruthy() ? Values.If(condition, settings) : settings, "RouteSettings");
        if (all.GetOrAdd(RouteOf(properties), () => new MapValue()) is MapValue route)
        {
            route.Update(own);
        }
    }

    private static string RouteOf(MapValue properties)
    {
        var (path, method) = (properties["Path"].AsString()!, properties["Method"].AsString()!);
        return method == ApiDocument.AnyMethod ? path : $"{method.ToUpperInvariant()} {path}";
    }
}
