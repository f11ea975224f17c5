using Serverless.Sam.Errors;
using Serverless.Sam.OpenApi;
using Serverless.Sam.Python;
using Serverless.Sam.Resources;
using Serverless.Templates;

namespace Serverless.Sam.Events;

/// <summary>The authorizer that an event of an HTTP API asks for.</summary>
internal static class HttpApiEventAuth
{
    public static void Add(SamEvent source, Route route, OpenApiDocument document)
    {
        if (source["Auth"] is not MapValue { Count: > 0 } auth)
        {
            return;
        }

        var apiAuth = ApiAuth(route, source);
        var authorizer = AuthorizerOf(source, auth, apiAuth);
        // An API without any Auth counts as one whose authorizers are none, which gives another text than authorizers that are missing.
        var authorizers = apiAuth.Count == 0 ? apiAuth : apiAuth.Get("Authorizers");
        var isIam = authorizer.IsText("AWS_IAM");
        var isBuiltIn = isIam && apiAuth["EnableIamAuthorizer"] is BooleanValue { Value: true };
        Check(source, route, authorizer, authorizers, apiAuth, isBuiltIn);
        if (auth.Get("AuthorizationScopes") is { IsTruthy: true } and not ListValue and var wrong)
        {
            throw source.Error(
                $"Unable to set Authorizer on API method [{route.Method.Text}] for path [{route.Path.Text}] because 'AuthorizationScopes' must be a list of strings.", wrong);
        }

        var scopes = isIam || authorizer.IsText("NONE") ? null : Scopes(auth, authorizers, authorizer);
        document.AddAuthorizer(route.Path.Text, route.Method.Text, (authorizer as StringValue ?? new StringValue(PythonText.Str(authorizer))).ToKey(), scopes ?? new ListValue());
    }

    private static MapValue ApiAuth(Route route, SamEvent source) => route.Api["Auth"] is { } auth
        ? new Subject(SamErrorKind.Resource, route.ApiId, source.Span).Map(auth, "Auth")
        : [];

    // Without a word about it the API's default is meant, and the event gets it.
    private static TemplateValue AuthorizerOf(SamEvent source, MapValue auth, MapValue apiAuth)
    {
        if (auth.Get("Authorizer") is { IsTruthy: true } own)
        {
            return own;
        }

        if (apiAuth.Get("DefaultAuthorizer") is not { IsTruthy: true } standard)
        {
            throw source.Error(
                "'Auth' section requires either an explicit 'Authorizer' set or a 'DefaultAuthorizer' configured on the HttpApi.", auth);
        }

        auth["Authorizer"] = standard;
        return standard;
    }

    private static void Check(
        SamEvent source, Route route, TemplateValue authorizer, TemplateValue? authorizers, MapValue apiAuth, bool isBuiltIn)
    {
        if (isBuiltIn)
        {
            return;
        }

        var (place, name) = ($"on API method [{route.Method.Text}] for path [{route.Path.Text}]", PythonText.Str(authorizer));
        if (authorizer.IsText("NONE"))
        {
            if (!apiAuth.Get("DefaultAuthorizer").IsTruthy())
            {
                throw source.Error(
                    $"Unable to set Authorizer {place} because 'NONE' is only a valid value when a DefaultAuthorizer on the API is specified.", authorizer);
            }

            return;
        }

        if (authorizer is not StringValue || authorizers is not MapValue defined)
        {
            throw source.Error(
                $"Unable to set Authorizer [{name}] {place}. The method authorizer must be a string with a corresponding dict entry in the api authorizer.",
                authorizer);
        }

        if (defined.Count == 0)
        {
            throw source.Error($"Unable to set Authorizer [{name}] {place} because the related API does not define any Authorizers.", authorizer);
        }

        if (!defined.Get(name).IsTruthy())
        {
            throw source.Error($"Unable to set Authorizer [{name}] {place} because it wasn't defined in the API's Authorizers.", authorizer);
        }
    }

    private static TemplateValue? Scopes(MapValue auth, TemplateValue? authorizers, TemplateValue authorizer)
    {
        var name = PythonText.Str(authorizer);
        if (authorizers.AsMap()?.Get(name) is not MapValue definition)
        {
            throw SamDocumentException.Template($"Type of authorizer '{name}' must be a dictionary", authorizer.Span);
        }

        return auth.Get("AuthorizationScopes") is { IsTruthy: true } own ? own
            : definition.Get("AuthorizationScopes") is { IsTruthy: true } inherited ? inherited
            : null;
    }
}
