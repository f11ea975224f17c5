using Serverless.Sam.Errors;
using Serverless.Sam.OpenApi;
using Serverless.Sam.Resources;
using Serverless.Templates;

namespace Serverless.Sam.Expanders.RestApis;

/// <summary>Cross-origin requests of a REST API.</summary>
internal static class RestCors
{
    private const string Anybody = "'*'";

    private static readonly string[] _properties = ["AllowMethods", "AllowHeaders", "AllowOrigin", "MaxAge", "AllowCredentials"];

    /// <returns>The document with methods that answer preflight requests.</returns>
    public static TemplateValue? Add(RestApiSettings settings, TemplateValue? body)
    {
        if (settings.Truthy("Cors") is not { } cors)
        {
            return body;
        }

        if (!body.IsTruthy())
        {
            throw settings.Subject.Error("Cors works only with inline Swagger specified in 'DefinitionBody' property.", cors);
        }

        var answer = Read(settings, cors);
        if (!SwaggerDocument.IsValid(body))
        {
            throw settings.Subject.Error(
                "Unable to add Cors configuration because 'DefinitionBody' does not contain a valid Swagger definition.", cors);
        }

        if (answer.AllowsCredentials && answer.Origin.IsText(Anybody))
        {
            throw settings.Subject.Error(
                "Unable to add Cors configuration because 'AllowCredentials' can not be true when 'AllowOrigin' is \"'*'\" or not set", cors);
        }

        var document = settings.Run.Documents.OpenSwagger(body);
        AddTo(document, answer, settings, cors);
        return document.Result();
    }

    // API Gateway takes two paths for one when only a slash at the end tells them apart.
    private static void AddTo(SwaggerDocument document, PreflightAnswer answer, RestApiSettings settings, TemplateValue cors)
    {
        var done = new HashSet<string>(StringComparer.Ordinal);
        foreach (var path in document.PathNames)
        {
            if (!done.Add(path.TrimEnd('/')))
            {
                continue;
            }

            try
            {
                new SwaggerCors(document, answer).AddTo(path);
            }
            catch (SamDocumentException invalid)
            {
                throw settings.Subject.Error(string.Join(' ', invalid.Errors.Select(error => error.Message)), cors);
            }
        }
    }

    private static PreflightAnswer Read(RestApiSettings settings, TemplateValue cors)
    {
        if (cors is StringValue || Intrinsic.Is(cors))
        {
            return new(cors, null, null, null, false);
        }

        var map = cors as MapValue ?? throw settings.Subject.Error("Invalid value for 'Cors' property", cors);
        if (map.Keys.FirstOrDefault(key => !_properties.Contains(key)) is { } unknown)
        {
            throw settings.Subject.ErrorAtName($"Invalid key '{unknown}' for 'Cors' property.", map, unknown, $"Its properties are {string.Join(", ", _properties)}.");
        }

        return new(
            map["AllowOrigin"] ?? Anybody,
            map.Get("AllowHeaders"),
            map.Get("AllowMethods"),
            map.Get("MaxAge"),
            map["AllowCredentials"] is BooleanValue { Value: true });
    }
}
