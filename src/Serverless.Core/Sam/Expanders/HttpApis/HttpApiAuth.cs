using Serverless.Sam.OpenApi;
using Serverless.Sam.Resources;
using Serverless.Templates;

namespace Serverless.Sam.Expanders.HttpApis;

/// <summary>The authorizers of an HTTP API.</summary>
internal static class HttpApiAuth
{
    /// <returns>The document with what <c>Auth</c> says.</returns>
    public static TemplateValue? Add(SamResource resource, TemplateValue? body, TransformRun run)
    {
        if (resource["Auth"] is not MapValue { Count: > 0 } auth)
        {
            return body;
        }

        if (body is null)
        {
            throw resource.Error("Auth works only with inline OpenApi specified in the 'DefinitionBody' property.", auth);
        }

        if (auth.Keys.FirstOrDefault(key => key is not ("Authorizers" or "DefaultAuthorizer" or "EnableIamAuthorizer")) is { } unknown)
        {
            throw resource.Subject.ErrorAtName(
                "Invalid value for 'Auth' property", auth, unknown, $"'{unknown}' is not one of Authorizers, DefaultAuthorizer, EnableIamAuthorizer.");
        }

        if (!OpenApiDocument.IsValid(body))
        {
            throw resource.Error(
                "Unable to add Auth configuration because 'DefinitionBody' does not contain a valid OpenApi definition.", auth);
        }

        var document = run.Documents.OpenOpenApi(body);
        var authorizers = Read(resource, auth);
        document.AddAuthorizers(authorizers, run.Partition);
        SetDefault(resource, document, authorizers, auth.Get("DefaultAuthorizer"));
        return document.Result();
    }

    /// <summary>The permissions for authorizers that are functions and ask for one.</summary>
    public static IEnumerable<GeneratedResource> Permissions(SamResource resource, GeneratedResource api)
    {
        if (resource["Auth"] is not MapValue { Count: > 0 } auth)
        {
            yield break;
        }

        foreach (var (name, authorizer) in Read(resource, auth))
        {
            if (authorizer.NeedsPermission)
            {
                yield return Permission($"{resource.Id}{name}AuthorizerPermission", authorizer.FunctionArn!, resource, api);
            }
        }
    }

    private static GeneratedResource Permission(string id, TemplateValue functionArn, SamResource resource, GeneratedResource api)
    {
        var permission = new GeneratedResource(Shapes.Permission, id, functionArn.Span.Or(resource.Span), resource.PassedOn);
        permission["Action"] = "lambda:InvokeFunction";
        permission["FunctionName"] = functionArn;
        permission["Principal"] = "apigateway.amazonaws.com";
        permission["SourceArn"] = Values.Sub(
            TransformRun.Arn("${AWS::Partition}", "execute-api", "${__ApiId__}/authorizers/*"), ("__ApiId__", api.Ref()));
        return permission;
    }

    private static OrderedDictionary<string, HttpAuthorizer> Read(SamResource resource, MapValue auth)
    {
        var authorizers = new OrderedDictionary<string, HttpAuthorizer>();
        if (auth["EnableIamAuthorizer"] is BooleanValue { Value: true })
        {
            authorizers["AWS_IAM"] = HttpAuthorizer.AwsIam;
        }

        if (auth.Get("Authorizers") is { IsTruthy: true } given)
        {
            foreach (var (key, value) in resource.Subject.Map(given, "Auth.Authorizers"))
            {
                authorizers[key.Text] = HttpAuthorizer.Read(resource.Subject, key, resource.Subject.Map(value, $"Auth.Authorizers.{key.Text}"));
            }
        }

        return authorizers;
    }

    private static void SetDefault(
        SamResource resource, OpenApiDocument document, OrderedDictionary<string, HttpAuthorizer> authorizers, TemplateValue? name)
    {
        if (!name.IsTruthy() || Values.IsNoValue(name))
        {
            return;
        }

        var text = resource.Subject.String(name, "Auth.DefaultAuthorizer").Value;
        if (!authorizers.TryGetValue(text, out var authorizer))
        {
            throw resource.Error($"Unable to set DefaultAuthorizer because '{text}' was not defined in 'Authorizers'.", name);
        }

        document.SetDefaultAuthorizer(((StringValue)name).ToKey(), authorizer.Scopes ?? new ListValue());
    }
}
