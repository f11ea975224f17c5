using System.Text.RegularExpressions;
using Serverless.Sam.OpenApi;
using Serverless.Sam.Python;
using Serverless.Sam.Python27;
using Serverless.Sam.Resources;
using Serverless.Templates;

namespace Serverless.Sam.Expanders.RestApis;

/// <summary>The API itself: its document with everything that SAM writes into it, or the place of a document in S3.</summary>
internal sealed partial class RestApiDefinition(RestApiSettings settings)
{
    private static readonly string[] _copied = ["Name", "Description", "Mode", "ApiKeySourceType", "Policy", "SecurityPolicy", "EndpointAccessMode"];

    private readonly SamResource _resource = settings.Resource;
    private readonly TemplateValue? _uri = settings.Truthy("DefinitionUri");
    private TemplateValue? _body = settings.Truthy("DefinitionBody");

    /// <summary>The document, or its place, that the deployment's id is made of; null when there is neither.</summary>
    public TemplateValue? Hashed { get; private set; }

    public GeneratedResource Build()
    {
        var api = new GeneratedResource(Shapes.RestApi, _resource.Id, _resource.Span, _resource.Attributes) { DependsOn = _resource.DependsOn };
        api["BinaryMediaTypes"] = settings.BinaryMediaTypes;
        api["MinimumCompressionSize"] = _resource["MinimumCompressionSize"];
        RestEndpoint.Set(settings, api);
        Check();
        Edit(api);
        SetDocument(api);
        foreach (var property in _copied)
        {
            api[property] = settings.Truthy(property);
        }

        return api;
    }

    private void Check()
    {
        if (_uri is not null && _body is not null)
        {
            throw _resource.Error("Specify either 'DefinitionUri' or 'DefinitionBody' property and not both.", _uri);
        }

        if (_uri is not null && _resource["MergeDefinitions"].IsTruthy())
        {
            throw _resource.Error("Cannot set 'MergeDefinitions' to True when using `DefinitionUri`.", _resource["MergeDefinitions"]);
        }

        if (settings.Truthy("OpenApiVersion") is { } version && !Version().IsMatch(PythonText.Str(version)))
        {
            throw _resource.Error("The OpenApiVersion value must be of the format '3.0.0'.", version);
        }
    }

    // Every step opens the document anew: the copies are part of what makes the hash.
    private void Edit(GeneratedResource api)
    {
        _body = RestCors.Add(settings, _body);
        _body = RestApiAuth.Add(settings, _body);
        _body = GatewayResponses.Add(settings, _body);
        AddBinaryMediaTypes();
        AddModels();
        api["FailOnWarnings"] = settings.Truthy("FailOnWarnings");
        AddEndpoint();
    }

    private void SetDocument(GeneratedResource api)
    {
        if (_uri is not null)
        {
            Hashed = api["BodyS3Location"] = DefinitionLocation.Read(_uri, settings.Subject);
        }
        else if (_body.IsTruthy())
        {
            settings.Run.Documents.Settle(_body);
            Hashed = api["Body"] = OpenApiConversion.Apply(_body, settings);
        }
    }

    private void AddBinaryMediaTypes()
    {
        if (_body.IsTruthy() && settings.BinaryMediaTypes is { IsTruthy: true } types)
        {
            var document = settings.Run.Documents.OpenSwagger(_body);
            document.Root["x-amazon-apigateway-binary-media-types"] = Unescaped(types);
            _body = document.Result();
        }
    }

    // A slash is escaped in the resource's own property.
    private static TemplateValue Unescaped(TemplateValue value) => value switch
    {
        StringValue text => new StringValue(Unescaped(text.Value)) { Span = text.Span, IsMarked = true },
        ListValue list => new ListValue(list.Select(Unescaped)) { Span = list.Span },
        MapValue map => Unescaped(map),
        _ => value,
    };

    private static Python27Map Unescaped(MapValue map)
    {
        var copy = new Python27Map { Span = map.Span };
        foreach (var (key, value) in map)
        {
            copy.Set(key with { Text = Unescaped(key.Text), IsMarked = true }, Unescaped(value));
        }

        return copy;
    }

    private static string Unescaped(string text) => text.Replace("~1", "/", StringComparison.Ordinal);

    private void AddModels()
    {
        if (settings.Truthy("Models") is not { } models)
        {
            return;
        }

        if (!_body.IsTruthy())
        {
            throw _resource.Error("Models works only with inline Swagger specified in 'DefinitionBody' property.", models);
        }

        if (!SwaggerDocument.IsValid(_body))
        {
            throw _resource.Error("Unable to add Models definitions because 'DefinitionBody' does not contain a valid Swagger definition.", models);
        }

        if (models is not MapValue map || map.Values.Any(schema => schema is not MapValue))
        {
            throw _resource.Error("Invalid value for 'Models' property", models);
        }

        var document = settings.Run.Documents.OpenSwagger(_body);
        new SwaggerModels(document).Define(map);
        _body = document.Result();
    }

    private void AddEndpoint()
    {
        if (_resource["DisableExecuteApiEndpoint"] is not { } disabled)
        {
            return;
        }

        if (!_body.IsTruthy())
        {
            throw _resource.Error("DisableExecuteApiEndpoint works only within 'DefinitionBody' property.", disabled);
        }

        var document = settings.Run.Documents.OpenSwagger(_body);
        document.DisableEndpoint(disabled);
        _body = document.Result();
    }

    [GeneratedRegex(@"\A[2-3](\.\d)(\.\d)?$", RegexOptions.ExplicitCapture)]
    private static partial Regex Version();
}
