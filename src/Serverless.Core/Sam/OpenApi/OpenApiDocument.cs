using System.Text.RegularExpressions;
using Serverless.Sam.Errors;
using Serverless.Sam.Python;
using Serverless.Sam.Python27;
using Serverless.Sam.Resources;
using Serverless.Templates;

namespace Serverless.Sam.OpenApi;

/// <summary>The OpenAPI 3 document of an HTTP API.</summary>
internal sealed partial class OpenApiDocument : ApiDocument
{
    /// <summary>The path that takes what no other route does.</summary>
    public const string DefaultPath = "$default";

    private OpenApiDocument(MapValue root, MapValue paths)
        : base(root, paths)
    {
    }

    /// <summary>An API without routes; its title is the stack's name.</summary>
    public static MapValue Skeleton() => Python27Map.Of(
        ("openapi", "3.0.1"),
        ("info", Python27Map.Of(("version", "1.0"), ("title", DefaultTitle()))),
        ("paths", NewMap()));

    public static MapValue DefaultTitle() => Intrinsic.Ref("AWS::StackName");

    /// <summary>True for a map with paths and a version that begins with 3.</summary>
    public static bool IsValid(TemplateValue? body) =>
        body is MapValue { Count: > 0 } map && map["paths"] is MapValue && map["openapi"] is { IsTruthy: true } version && IsVersion3(version);

    /// <summary>Opens a copy of a document.</summary>
    /// <exception cref="SamDocumentException">The body is no OpenAPI document that SAM can edit.</exception>
    public static OpenApiDocument Open(TemplateValue? body)
    {
        if (!IsValid(body))
        {
            throw Invalid("Invalid OpenApi document. Invalid values or missing keys for 'openapi' or 'paths' in 'DefinitionBody'.", body);
        }

        var root = (MapValue)body!.DeepClone();
        if (root.Get("components") is { } components and not MapValue)
        {
            throw Invalid("Invalid OpenApi document: The value of 'components' should be a map", components);
        }

        return new(root, (MapValue)root["paths"]!);
    }

    /// <summary>
    /// Reads a value inside a document; null when something on the way is missing. When something on the way is no map, the last
    /// parameter gets the complaint.
    /// </summary>
    public static TemplateValue? Find(TemplateValue document, string section, string member, out string? wrong)
    {
        wrong = null;
        switch (document)
        {
            case MapValue map when map.Get(section) is MapValue inner:
                return inner.Get(member);
            case MapValue map:
                wrong = map.Get(section) is null ? null : $"The value of '{section}' should be a map";
                return null;
            default:
                wrong = "It should be a map";
                return null;
        }
    }

    /// <summary>True when the route goes to the function of that id, in all its alternatives.</summary>
    public bool RoutesTo(string path, string method, string functionId)
    {
        if (!HasIntegration(path, method))
        {
            return false;
        }

        foreach (var definition in ItemsOf(path).SelectMany(item => MethodsOf(item.Get(NormalizeMethod(method)), path, method)))
        {
            var integration = definition[Integration] is not { } there ? []
                : there as MapValue ?? throw Invalid($"Value of '{Integration}' must be a dictionary according to Swagger spec.", there);
            if (integration["uri"] is not MapValue uri || !Alternatives(uri).All(one => Names(one, functionId)))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Routes a path to a function, unless the document does that already.</summary>
    /// <param name="path">The path.</param>
    /// <param name="method">The method.</param>
    /// <param name="uri">The function's invocation address.</param>
    /// <param name="condition">The condition under which there is a function; null for always.</param>
    public void AddIntegration(MapKey path, MapKey method, TemplateValue uri, TemplateValue? condition)
    {
        var name = NormalizeMethod(method);
        if (HasIntegration(path.Text, name.Text))
        {
            return;
        }

        AddPath(path, name);
        var address = condition.IsTruthy() ? Values.If(condition, uri) : uri;
        foreach (var item in ItemsOf(path.Text))
        {
            var definition = DefinitionOf(item, path.Text, name.Text);
            definition[Integration] = Python27Map.Of(
                ("type", "aws_proxy"), ("httpMethod", "POST"), ("payloadFormatVersion", "2.0"), ("uri", address));
            if (path.Text == DefaultPath && name.Text == AnyMethod)
            {
                definition["isDefaultRoute"] = true;
            }

            definition.GetOrAdd("responses", NewMap);
            item[name.Text] = condition.IsTruthy() ? Values.If(condition, definition) : definition;
        }
    }

    /// <summary>Describes the parameters in a path; what the document says of them already is kept.</summary>
    public void AddPathParameters(string path, string method, IEnumerable<string> names)
    {
        foreach (var definition in IntegratedMethods(path, method))
        {
            var parameters = definition.GetOrAdd("parameters", () => new ListValue()) as ListValue
                ?? throw Invalid($"Parameters of method '{method}' for path '{path}' should be a list.", definition["parameters"]);
            foreach (var name in names)
            {
                var parameter = parameters.OfType<MapValue>().FirstOrDefault(one => one["name"].IsText(name));
                if (parameter is null)
                {
                    parameter = Python27Map.Of(("name", new StringValue(name) { IsMarked = true }));
                    parameters.Add(parameter);
                }

                parameter["in"] = "path";
                parameter["required"] = true;
            }
        }
    }

    public void SetPayloadFormatVersion(string path, string method, TemplateValue version) =>
        SetOnIntegration(path, method, "payloadFormatVersion", version);

    /// <summary>Adds the definitions of authorizers.</summary>
    public void AddAuthorizers(OrderedDictionary<string, HttpAuthorizer> authorizers, string partition)
    {
        if (authorizers.Count == 0)
        {
            return;
        }

        var schemes = SecuritySchemes();
        foreach (var (_, authorizer) in authorizers)
        {
            schemes.Set(authorizer.Key, authorizer.ToOpenApi(partition));
        }
    }

    /// <summary>Protects every integrated method that has no protection of its own, preflight requests excepted.</summary>
    public void SetDefaultAuthorizer(MapKey name, TemplateValue scopes)
    {
        foreach (var path in PathNames)
        {
            foreach (var item in ItemsOf(path))
            {
                Protect(item, path, name, scopes);
            }
        }
    }

    /// <summary>Protects one route.</summary>
    public void AddAuthorizer(string path, string method, MapKey name, TemplateValue scopes)
    {
        foreach (var definition in IntegratedMethods(path, method))
        {
            var security = new ListValue(definition["security"] switch
            {
                null => [],
                ListValue existing => existing,
                var other => throw Invalid($"Type of security for path {path} method {method} must be a list", other),
            });
            security.Add(Python27Map.Of((name, scopes)));
            definition["security"] = security;
        }
    }

    /// <summary>Adds tags by the extension that gives them values.</summary>
    public void AddTags(MapValue tags)
    {
        const string ValueKey = "x-amazon-apigateway-tag-value";
        var list = Root["tags"] switch
        {
            ListValue existing => existing,
            null or { IsTruthy: false } => [],
            var other => throw Invalid(
                $"Tags in OpenApi DefinitionBody needs to be a list. {PythonText.Str(other)} is a {PythonText.TypeName(other)} not a list.", other),
        };
        foreach (var (name, value) in tags)
        {
            var tag = list.OfType<MapValue>().FirstOrDefault(one => one["name"].IsText(name.Text));
            if (tag is null)
            {
                list.Add(Python27Map.Of(("name", name.ToValue()), (ValueKey, value)));
            }
            else
            {
                tag[ValueKey] = value;
            }
        }

        Root["tags"] = list;
    }

    /// <summary>Says whether clients may use the API's own address.</summary>
    public void SetEndpointDisabled(TemplateValue disabled)
    {
        const string Endpoint = "x-amazon-apigateway-endpoint-configuration";
        var servers = Root.GetOrAdd("servers", () => Values.List(NewMap()));
        foreach (var server in servers as ListValue ?? [])
        {
            var map = server as MapValue ?? throw Invalid("Value of 'servers' item must be a dictionary according to Swagger spec.", server);
            if (map[Endpoint] is not MapValue endpoint)
            {
                endpoint = NewMap();
                map[Endpoint] = endpoint;
            }

            endpoint["disableExecuteApiEndpoint"] = disabled;
        }
    }

    /// <summary>The description of cross-origin requests, which is added when it is missing.</summary>
    public MapValue Cors()
    {
        const string Key = "x-amazon-apigateway-cors";
        var cors = Root.GetOrAdd(Key, () => new MapValue());
        return cors as MapValue ?? throw Invalid($"Value of '{Key}' must be a dictionary according to Swagger spec.", cors);
    }

    /// <summary>Sets a member of the document's <c>info</c>.</summary>
    public void SetInfo(string member, TemplateValue value)
    {
        if (Root["info"] is not MapValue info)
        {
            info = NewMap();
            Root["info"] = info;
        }

        info[member] = value;
    }

    private static MapValue DefinitionOf(MapValue item, string path, string method)
    {
        if (item[method] is NullValue)
        {
            item[method] = new MapValue();
        }

        return item[method] as MapValue ?? throw Invalid($"Definition of method '{method}' for path '{path}' should be a map.", item[method]);
    }

    private static bool Names(TemplateValue? uri, string functionId) =>
        uri.AsMap()?["Fn::Sub"] is StringValue text
        && FunctionArn().Match(text.Value) is { Success: true } match
        && match.Value == functionId + ".Arn";

    private static void Protect(MapValue item, string path, MapKey name, TemplateValue scopes)
    {
        foreach (var (method, definition) in item.ToList())
        {
            var normalized = NormalizeMethod(method.Text);
            if (normalized is "parameters" or "options")
            {
                continue;
            }

            if (!item.ContainsKey(normalized))
            {
                throw Invalid($"Could not find {normalized} in {path} within DefinitionBody.", item);
            }

            foreach (var one in MethodsOf(definition, path, method.Text))
            {
                if (IsIntegrated(one) && !one["security"].IsTruthy())
                {
                    one["security"] = Values.List(Python27Map.Of((name, scopes)));
                }
            }
        }
    }

    private MapValue SecuritySchemes()
    {
        if (Root["components"] is not MapValue components)
        {
            components = NewMap();
            Root["components"] = components;
        }

        if (components["securitySchemes"] is not MapValue schemes)
        {
            schemes = NewMap();
            components["securitySchemes"] = schemes;
        }

        return schemes;
    }

    [GeneratedRegex(@"[A-Za-z0-9]+\.Arn")]
    private static partial Regex FunctionArn();
}
