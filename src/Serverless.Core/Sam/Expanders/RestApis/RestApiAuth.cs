using Serverless.Sam.OpenApi;
using Serverless.Sam.Resources;
using Serverless.Templates;

namespace Serverless.Sam.Expanders.RestApis;

/// <summary>Who may call a REST API.</summary>
internal static class RestApiAuth
{
    private static readonly string[] _properties =
    [
        "Authorizers", "DefaultAuthorizer", "InvokeRole", "AddDefaultAuthorizerToCorsPreflight", "AddApiKeyRequiredToCorsPreflight",
        "ApiKeyRequired", "ResourcePolicy", "UsagePlan",
    ];

    /// <returns>The document with what <c>Auth</c> says.</returns>
    public static TemplateValue? Add(RestApiSettings settings, TemplateValue? body)
    {
        if (!settings.Auth.IsTruthy())
        {
            return body;
        }

        if (!body.IsTruthy())
        {
            throw settings.Subject.Error("Auth works only with inline Swagger specified in 'DefinitionBody' property.", settings.Auth);
        }

        var auth = settings.Subject.Map(settings.Auth, "Auth");
        if (auth.Keys.FirstOrDefault(key => !_properties.Contains(key)) is { } unknown)
        {
            throw settings.Subject.ErrorAtName("Invalid value for 'Auth' property", auth, unknown, $"'{unknown}' is not one of {string.Join(", ", _properties)}.");
        }

        if (!SwaggerDocument.IsValid(body))
        {
            throw settings.Subject.Error(
                "Unable to add Auth configuration because 'DefinitionBody' does not contain a valid Swagger definition.", auth);
        }

        var document = settings.Run.Documents.OpenSwagger(body);
        AddAuthorizers(settings, auth, document);
        AddApiKey(auth, document);
        AddPolicy(settings, auth, document);
        var edited = document.Result();
        document.Settle();
        return OpenApiConversion.Apply(edited, settings);
    }

    /// <summary>The permissions for authorizers that are functions.</summary>
    public static IEnumerable<GeneratedResource> Permissions(RestApiSettings settings, GeneratedResource api)
    {
        if (settings.Auth is not MapValue { Count: > 0 } auth)
        {
            yield break;
        }

        foreach (var authorizer in RestAuthorizers.Read(settings.Subject, auth).All.Where(authorizer => authorizer.NeedsPermission))
        {
            var permission = settings.Make(
                Shapes.Permission, $"{settings.Resource.Id}{authorizer.Key.Text}AuthorizerPermission", authorizer.Key.Span);
            permission["Action"] = "lambda:InvokeFunction";
            permission["FunctionName"] = authorizer.FunctionArn;
            permission["Principal"] = "apigateway.amazonaws.com";
            permission["SourceArn"] = Values.Sub(
                TransformRun.Arn(settings.Run.Partition, "execute-api", "${__ApiId__}/authorizers/*"), ("__ApiId__", api.Ref()));
            yield return permission;
        }
    }

    private static void AddAuthorizers(RestApiSettings settings, MapValue auth, SwaggerDocument document)
    {
        var authorizers = RestAuthorizers.Read(settings.Subject, auth);
        if (authorizers.IsEmpty)
        {
            return;
        }

        var security = new SwaggerSecurity(document);
        security.Define(authorizers.All, settings.Run.Partition);
        if (auth["DefaultAuthorizer"] is not { IsTruthy: true } name)
        {
            return;
        }

        var standard = name as StringValue ?? throw settings.Subject.Error("DefaultAuthorizer is not a string.", name);
        if (authorizers.Find(standard.Value) is null)
        {
            throw settings.Subject.Error($"Unable to set DefaultAuthorizer because '{standard.Value}' was not defined in 'Authorizers'.", name);
        }

        var withPreflight = WithPreflight(auth, "AddDefaultAuthorizerToCorsPreflight");
        foreach (var path in document.PathNames)
        {
            security.AuthorizeByDefault(path, standard.ToKey(), authorizers, withPreflight);
        }
    }

    private static void AddApiKey(MapValue auth, SwaggerDocument document)
    {
        if (!auth["ApiKeyRequired"].IsTruthy())
        {
            return;
        }

        var security = new SwaggerSecurity(document);
        security.DefineApiKey();
        var withPreflight = WithPreflight(auth, "AddApiKeyRequiredToCorsPreflight");
        foreach (var path in document.PathNames)
        {
            security.RequireApiKeyByDefault(path, withPreflight);
        }
    }

    private static void AddPolicy(RestApiSettings settings, MapValue auth, SwaggerDocument document)
    {
        if (auth["ResourcePolicy"] is not { IsTruthy: true } given)
        {
            return;
        }

        var policy = new SwaggerPolicy(document, given, settings.Resource["StageName"]);
        foreach (var path in document.PathNames)
        {
            policy.AddPath(path);
        }

        policy.AddCustomStatements();
    }

    private static bool WithPreflight(MapValue auth, string property) => auth[property]?.IsTruthy ?? true;
}
