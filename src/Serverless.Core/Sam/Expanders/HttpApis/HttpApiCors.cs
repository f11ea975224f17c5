using Serverless.Sam.OpenApi;
using Serverless.Sam.Resources;
using Serverless.Templates;

namespace Serverless.Sam.Expanders.HttpApis;

/// <summary>Cross-origin requests of an HTTP API.</summary>
internal static class HttpApiCors
{
    private static readonly string[] _properties = ["AllowMethods", "AllowHeaders", "AllowOrigins", "MaxAge", "ExposeHeaders", "AllowCredentials"];

    // The order in which they are written.
    private static readonly (string Property, string Name)[] _written =
    [
        ("AllowOrigins", "allowOrigins"), ("AllowHeaders", "allowHeaders"), ("AllowMethods", "allowMethods"),
        ("ExposeHeaders", "exposeHeaders"), ("MaxAge", "maxAge"), ("AllowCredentials", "allowCredentials"),
    ];

    /// <returns>The document with what is said about other sites.</returns>
    public static TemplateValue? Add(SamResource resource, TemplateValue? body, TemplateValue? cors, ApiDocuments documents)
    {
        if (!cors.IsTruthy())
        {
            return body;
        }

        if (body is null)
        {
            throw resource.Error("Cors works only with inline OpenApi specified in 'DefinitionBody' property.", cors);
        }

        var properties = Properties(resource, cors);
        if (!OpenApiDocument.IsValid(body))
        {
            throw resource.Error(
                "Unable to add Cors configuration because 'DefinitionBody' does not contain a valid OpenApi definition.", body);
        }

        CheckCredentials(resource, properties);
        var document = documents.OpenOpenApi(body);
        Write(document.Cors(), properties);
        return document.Result();
    }

    private static MapValue Properties(SamResource resource, TemplateValue cors)
    {
        if (cors is BooleanValue)
        {
            return Values.Map(("AllowOrigins", Values.List("*")));
        }

        if (Intrinsic.Is(cors))
        {
            return Values.Map(("AllowOrigins", cors));
        }

        foreach (var (key, _) in cors as MapValue ?? throw resource.Error("Invalid value for 'Cors' property.", cors))
        {
            if (!_properties.Contains(key.Text))
            {
                throw resource.Subject.Error($"Invalid key '{key.Text}' for 'Cors' property.", key.Span, $"Its properties are {string.Join(", ", _properties)}.");
            }
        }

        return (MapValue)cors;
    }

    private static void CheckCredentials(SamResource resource, MapValue properties)
    {
        if (properties["AllowCredentials"] is BooleanValue { Value: true } credentials && Values.List("*").ContentEquals(properties["AllowOrigins"]))
        {
            throw resource.Error(
                "Unable to add Cors configuration because 'AllowCredentials' can not be true when 'AllowOrigin' is \"'*'\" or not set.", credentials);
        }
    }

    private static void Write(MapValue cors, MapValue properties)
    {
        if (properties["AllowOrigins"] is { IsTruthy: true } origins && Intrinsic.Is(origins))
        {
            cors.Update((MapValue)InDocumentCase(origins));
            return;
        }

        foreach (var (property, name) in _written)
        {
            if (properties.Get(property) is { } value && IsWritten(property, value))
            {
                cors[name] = value;
            }
        }
    }

    private static bool IsWritten(string property, TemplateValue value) => property switch
    {
        "MaxAge" => true,
        "AllowCredentials" => value is BooleanValue { Value: true },
        _ => value.IsTruthy,
    };

    // Wherever an intrinsic chooses between configurations, the properties' names are written as in documents.
    private static TemplateValue InDocumentCase(TemplateValue value) => value switch
    {
        StringValue text => new StringValue(InDocumentCase(text.Value)) { Span = text.Span },
        ListValue list => new ListValue(list.Select(InDocumentCase)) { Span = list.Span },
        MapValue map => new MapValue(map.Select(entry => new MapEntry(new MapKey(InDocumentCase(entry.Key.Text)) { Span = entry.Key.Span }, InDocumentCase(entry.Value)))) { Span = map.Span },
        _ => value,
    };

    private static string InDocumentCase(string text)
    {
        foreach (var (property, name) in _written)
        {
            text = text.Replace(property, name, StringComparison.Ordinal);
        }

        return text;
    }
}
