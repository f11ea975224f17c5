using Serverless.Sam.Errors;
using Serverless.Sam.OpenApi;
using Serverless.Sam.Python;
using Serverless.Sam.References;
using Serverless.Sam.Resources;
using Serverless.Templates;

namespace Serverless.Sam.Events;

/// <summary>Who may call the route of an event of a REST API.</summary>
internal static class RestEventAuth
{
    /// <summary>Writes what an event's <c>Auth</c> asks for into the document.</summary>
    /// <exception cref="SamErrorException">The event, or the API that it refers to, says something that cannot be.</exception>
    public static void Add(Subject source, MapValue auth, RestRoute route, SwaggerDocument document, ParameterResolver parameters)
    {
        var apiAuth = ApiAuth(route, source, parameters);
        var security = new SwaggerSecurity(document);
        if (auth["Authorizer"] is { IsTruthy: true } authorizer)
        {
            AddAuthorizer(source, auth, authorizer, apiAuth, route, security);
        }
        else if (auth["AuthorizationScopes"].IsTruthy())
        {
            throw source.Error("AuthorizationScopes works only when Authorizer is set", auth["AuthorizationScopes"]);
        }

        if (auth.Get("ApiKeyRequired") is { } apiKey)
        {
            AddApiKey(source, apiKey, apiAuth, route, security);
        }

        if (auth["ResourcePolicy"] is { IsTruthy: true } policy)
        {
            AddPolicy(source, policy, route, document);
        }
    }

    private static MapValue ApiAuth(RestRoute route, Subject source, ParameterResolver parameters) =>
        parameters.Resolve(route.Api.Get("Auth")) is { IsTruthy: true } auth
            ? new Subject(SamErrorKind.Resource, route.ApiId, source.Span).Map(auth, "Auth")
            : [];

    private static void AddAuthorizer(
        Subject source, MapValue auth, TemplateValue authorizer, MapValue apiAuth, RestRoute route, SwaggerSecurity security)
    {
        var authorizers = apiAuth.Get("Authorizers");
        CheckAuthorizer(source, authorizer, authorizers, apiAuth, route);
        var own = auth.Get("AuthorizationScopes") is { } scopes ? source.List(scopes, "Auth.AuthorizationScopes") : null;
        var name = (authorizer as StringValue ?? new StringValue(PythonText.Str(authorizer))).ToKey();
        security.Authorize(route.Path.Text, route.Method.Text, name, name.Text == SwaggerSecurity.Nobody ? null : own ?? ScopesOf(name.Text, authorizers));
    }

    private static void CheckAuthorizer(Subject source, TemplateValue authorizer, TemplateValue? authorizers, MapValue apiAuth, RestRoute route)
    {
        if (authorizer.IsText(SwaggerSecurity.AwsIam))
        {
            return;
        }

        if (authorizer.IsText(SwaggerSecurity.Nobody))
        {
            if (!apiAuth["DefaultAuthorizer"].IsTruthy())
            {
                throw source.Error(
                    $"Unable to set Authorizer {route.Place} because 'NONE' is only a valid value when a DefaultAuthorizer on the API is specified.",
                    authorizer);
            }

            return;
        }

        var name = PythonText.Str(authorizer);
        if (!authorizers.IsTruthy())
        {
            throw source.Error($"Unable to set Authorizer [{name}] {route.Place} because the related API does not define any Authorizers.", authorizer);
        }

        var defined = new Subject(SamErrorKind.Resource, route.ApiId, source.Span).Map(authorizers, "Auth.Authorizers");
        if (authorizer is not StringValue)
        {
            throw source.Error(
                $"Unable to set Authorizer [{name}] {route.Place}. The method authorizer must be a string with a corresponding dict entry in the api authorizer.",
                authorizer);
        }

        if (!defined[name].IsTruthy())
        {
            throw source.Error($"Unable to set Authorizer [{name}] {route.Place} because it wasn't defined in the API's Authorizers.", authorizer);
        }
    }

    private static TemplateValue? ScopesOf(string authorizer, TemplateValue? authorizers) => authorizers.AsMap()?.Get(authorizer) switch
    {
        null => null,
        MapValue definition => definition.Get("AuthorizationScopes"),
        var other => throw ApiDocument.Invalid($"Type of authorizer '{authorizer}' must be a dictionary", other),
    };

    private static void AddApiKey(Subject source, TemplateValue isRequired, MapValue apiAuth, RestRoute route, SwaggerSecurity security)
    {
        if (!isRequired.IsTruthy && !apiAuth["ApiKeyRequired"].IsTruthy())
        {
            throw source.Error(
                $"Unable to set ApiKeyRequired [{PythonText.Str(isRequired)}] {route.Place} because the related API does not specify any ApiKeyRequired.",
                isRequired);
        }

        security.RequireApiKey(route.Path.Text, route.Method.Text, isRequired.IsTruthy);
    }

    // The service blames the event as if it were a resource.
    private static void AddPolicy(Subject source, TemplateValue policy, RestRoute route, SwaggerDocument document)
    {
        var map = (source with { Kind = SamErrorKind.Resource }).Map(policy, "Auth.ResourcePolicy");
        var written = new SwaggerPolicy(document, map, route.Stage);
        written.AddPath(route.Path.Text);
        written.AddCustomStatements();
    }
}
