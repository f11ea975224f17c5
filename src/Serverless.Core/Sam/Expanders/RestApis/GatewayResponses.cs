using System.Text.RegularExpressions;
using Serverless.Sam.OpenApi;
using Serverless.Sam.Python;
using Serverless.Sam.Python27;
using Serverless.Sam.Resources;
using Serverless.Templates;

namespace Serverless.Sam.Expanders.RestApis;

/// <summary>What API Gateway answers by itself, when no integration does.</summary>
internal static partial class GatewayResponses
{
    private static readonly (string Property, string Prefix)[] _parameters =
    [
        ("Headers", "gatewayresponse.header."),
        ("Paths", "gatewayresponse.path."),
        ("QueryStrings", "gatewayresponse.querystring."),
    ];

    /// <returns>The document with the answers.</returns>
    public static TemplateValue? Add(RestApiSettings settings, TemplateValue? body)
    {
        if (settings.Truthy("GatewayResponses") is not { } given)
        {
            return body;
        }

        if (!body.IsTruthy())
        {
            throw settings.Subject.Error("GatewayResponses works only with inline Swagger specified in 'DefinitionBody' property.", given);
        }

        var responses = settings.Subject.Map(given, "GatewayResponses");
        foreach (var (name, response) in responses)
        {
            CheckShape(settings, name.Text, response);
        }

        foreach (var (name, response) in responses)
        {
            CheckParameters(settings, name.Text, (MapValue)response);
        }

        if (!SwaggerDocument.IsValid(body))
        {
            throw settings.Subject.Error(
                "Unable to add Auth configuration because 'DefinitionBody' does not contain a valid Swagger definition.", given);
        }

        var document = settings.Run.Documents.OpenSwagger(body);
        var codes = responses.Select(response => StatusCodeOf(settings, (MapValue)response.Value)).ToList();
        foreach (var ((name, response), code) in responses.Zip(codes))
        {
            document.GatewayResponses.Set(name, CopiedOrder.Apart(Response(settings, (MapValue)response, code)));
        }

        return document.Result();
    }

    private static void CheckShape(RestApiSettings settings, string name, TemplateValue value)
    {
        if (Intrinsic.Is(value))
        {
            throw settings.Subject.Error(
                "Unable to set GatewayResponses attribute because intrinsic functions are not supported for this field.", value);
        }

        if (value is not MapValue response)
        {
            throw settings.Subject.Error(
                $"Invalid property type '{PythonText.TypeName(value)}' for GatewayResponses. Expected an object of type 'GatewayResponse'.", value);
        }

        if (response.Keys.FirstOrDefault(key => key is not ("ResponseParameters" or "ResponseTemplates" or "StatusCode")) is { } unknown)
        {
            throw settings.Subject.ErrorAtName($"Invalid property '{unknown}' in 'GatewayResponses' property '{name}'.", response, unknown);
        }
    }

    private static void CheckParameters(RestApiSettings settings, string name, MapValue response)
    {
        if (response["ResponseParameters"] is { IsTruthy: true } parameters
            && settings.Subject.Map(parameters, $"GatewayResponses.{name}.ResponseParameters").Keys
                .FirstOrDefault(key => !_parameters.Any(known => known.Property == key)) is { } wrong)
        {
            throw settings.Subject.ErrorAtName($"Invalid gateway response parameter '{wrong}'", (MapValue)parameters, wrong);
        }
    }

    private static Python27Map Response(RestApiSettings settings, MapValue response, StringValue? code) => Python27Map.Of(
        ("responseParameters", Parameters(settings, response["ResponseParameters"].AsMap() ?? [])),
        ("responseTemplates", response["ResponseTemplates"] is { IsTruthy: true } templates ? templates : new Python27Map()),
        ("statusCode", code));

    private static StringValue? StatusCodeOf(RestApiSettings settings, MapValue response)
    {
        if (response["StatusCode"] is not { IsTruthy: true } status)
        {
            return null;
        }

        var code = PythonText.Str(status);
        return StatusCode().IsMatch(code) ? new(code) : throw settings.Subject.Error("Property 'StatusCode' must be numeric", status);
    }

    private static Python27Map Parameters(RestApiSettings settings, MapValue parameters)
    {
        var all = new Python27Map();
        foreach (var (property, prefix) in _parameters)
        {
            if (parameters[property] is { } names)
            {
                foreach (var (name, value) in settings.Subject.Map(names, $"ResponseParameters.{property}"))
                {
                    all.Set(new MapKey(prefix + name.Text) { Span = name.Span, IsMarked = true }, value);
                }
            }
        }

        return all;
    }

    [GeneratedRegex(@"\A[0-9]{1,3}$")]
    private static partial Regex StatusCode();
}
