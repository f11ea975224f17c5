using System.Text.RegularExpressions;
using Serverless.Sam.Errors;
using Serverless.Sam.Python27;
using Serverless.Sam.Resources;
using Serverless.Templates;

namespace Serverless.Sam.OpenApi;

/// <summary>
/// The document of a REST API, Swagger 2 or OpenAPI 3. Its text is hashed into the id of deployments, so that it is copied when it is opened
/// and when it is handed on, as the service does: every copy may change the order of members.
/// </summary>
internal sealed partial class SwaggerDocument : ApiDocument
{
    private const string SecurityDefinitionsKey = "securityDefinitions";
    private const string GatewayResponsesKey = "x-amazon-apigateway-gateway-responses";
    private const string PolicyKey = "x-amazon-apigateway-policy";
    private const string DefinitionsKey = "definitions";

    private SwaggerDocument(MapValue root, MapValue paths)
        : base(root, paths) => Load();

    /// <summary>Who may call, by the names that methods use.</summary>
    public MapValue SecurityDefinitions { get; private set; } = [];

    /// <summary>What API Gateway answers by itself.</summary>
    public MapValue GatewayResponses { get; private set; } = [];

    /// <summary>The API's resource policy.</summary>
    public MapValue Policy { get; private set; } = [];

    /// <summary>The models of requests and responses.</summary>
    public MapValue Definitions { get; private set; } = [];

    /// <summary>True for an OpenAPI 3 document.</summary>
    public bool IsOpenApi3 => Root.Get("openapi") is { } version && IsVersion3(version);

    /// <summary>An API without routes; its title is the stack's name.</summary>
    public static MapValue Skeleton() => Python27Map.Of(
        ("swagger", "2.0"),
        ("info", Python27Map.Of(("version", "1.0"), ("title", Python27Map.Of(("Ref", "AWS::StackName"))))),
        ("paths", new Python27Map()));

    /// <summary>A path with <c>*</c> for every parameter, also for one that stands for the rest of the path, as permissions and policies name it.</summary>
    public static string WithoutAnyParameters(string path) => AnyParameter().Replace(path, "*");

    /// <summary>True for a map with paths that is marked as Swagger, or as OpenAPI 3.</summary>
    public static bool IsValid(TemplateValue? body) =>
        body is MapValue { Count: > 0 } map
        && map["paths"] is MapValue
        && (map["swagger"].IsTruthy() || (map.Get("openapi") is { } version && IsVersion3(version)));

    /// <summary>Opens a copy of a document.</summary>
    /// <exception cref="SamDocumentException">The body is no document that SAM can edit.</exception>
    public static SwaggerDocument Open(TemplateValue? body)
    {
        if (!IsValid(body))
        {
            throw Invalid("Invalid Swagger document or the Swagger document is not explicitly defined in 'DefinitionBody'.", body);
        }

        var root = (MapValue)body!.DeepClone();
        var paths = (MapValue)root["paths"]!;
        foreach (var (path, item) in paths)
        {
            _ = ItemsOf(item, path.Text).Count();
        }

        return new(root, paths);
    }

    /// <inheritdoc/>
    protected override void Load()
    {
        SecurityDefinitions = Section(SecurityDefinitionsKey);
        GatewayResponses = Section(GatewayResponsesKey);
        Policy = Section(PolicyKey);
        Definitions = Section(DefinitionsKey);
    }

    /// <inheritdoc/>
    protected override void Store()
    {
        Store(SecurityDefinitionsKey, SecurityDefinitions);
        Store(GatewayResponsesKey, GatewayResponses);
        Store(DefinitionsKey, Definitions);
        Store(PolicyKey, Policy);
    }

    /// <summary>Gives the document its policy, even an empty one.</summary>
    public void StorePolicy() => Root[PolicyKey] = Policy;

    /// <summary>Says whether clients may use the API's own address.</summary>
    /// <exception cref="SamDocumentException">Something else is where that is said.</exception>
    public void DisableEndpoint(TemplateValue disabled)
    {
        if (!IsOpenApi3)
        {
            DisableEndpoint(Root, disabled, "");
            return;
        }

        var servers = Root.GetOrAdd("servers", () => Values.List(new Python27Map())) as ListValue ?? [];
        for (var i = 0; i < servers.Count; i++)
        {
            DisableEndpoint(servers[i], disabled, $" of 'servers[{i}]'");
        }
    }

    private static void DisableEndpoint(TemplateValue holder, TemplateValue disabled, string place)
    {
        const string Key = "x-amazon-apigateway-endpoint-configuration";
        var map = holder as MapValue ?? throw Invalid($"Invalid OpenAPI definition{place}: It should be a map.", holder);
        var endpoint = map.GetOrAdd(Key, () => new Python27Map()) as MapValue
            ?? throw Invalid($"Invalid OpenAPI definition{place}: The value of '{Key}' should be a map.", map[Key]);
        endpoint["disableExecuteApiEndpoint"] = disabled;
    }

    /// <summary>Routes a path to an integration.</summary>
    /// <param name="path">The path.</param>
    /// <param name="method">The method.</param>
    /// <param name="integration">What API Gateway calls; each alternative of the path gets its own.</param>
    /// <param name="responses">What is said of the method's responses unless the document says something.</param>
    /// <param name="condition">The condition under which there is something to call; null for always.</param>
    public void AddIntegration(MapKey path, MapKey method, Func<MapValue> integration, Func<MapValue> responses, TemplateValue? condition)
    {
        var name = NormalizeMethod(method);
        AddPath(path, name);
        foreach (var item in ItemsOf(path.Text))
        {
            var definition = item[name.Text] as MapValue
                ?? throw Invalid($"Definition of method '{name.Text}' for path '{path.Text}' should be a map.", item[name.Text]);
            definition[Integration] = integration();
            definition.GetOrAdd("responses", responses);
            item.Set(name, condition.IsTruthy() ? Values.If(condition, definition) : definition);
        }
    }

    [GeneratedRegex(@"\{[a-zA-Z0-9._-]+\+?\}")]
    private static partial Regex AnyParameter();

    private MapValue Section(string key) => Root[key] as MapValue ?? NewMap();

    private void Store(string key, MapValue section)
    {
        if (section.Count > 0)
        {
            Root[key] = section;
        }
    }
}
