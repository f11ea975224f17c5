using Serverless.Sam.Resources;
using Serverless.Templates;

namespace Serverless.Sam.Expanders.WebSocketApis;

/// <summary>Who may connect to a WebSocket API.</summary>
internal sealed class WebSocketAuth(SamResource resource, TemplateValue? given)
{
    private readonly MapValue? _settings = given as MapValue is { Count: > 0 } settings ? settings : null;

    // Case does not matter to the check, but it does afterwards.
    private string? Type => _settings?["AuthType"].AsString();

    private bool HasAuthorizer => Type == "CUSTOM";

    private string AuthorizerId => resource.Id + "ConnectAuthorizer";

    /// <exception cref="Errors.SamErrorException">The settings do not go with each other or with the routes.</exception>
    public void Check(MapValue routes)
    {
        if (_settings is null)
        {
            return;
        }

        if (!routes.ContainsKey(WebSocketRoutes.Connect))
        {
            throw resource.Error("Authorization is only available if there is a $connect route.", _settings);
        }

        if (!_settings["AuthType"].IsTruthy())
        {
            throw resource.Error("AuthType must be specified for additional auth configurations.", _settings);
        }

        CheckType(Type?.ToUpperInvariant(), _settings);
    }

    private void CheckType(string? type, MapValue settings)
    {
        if (type is not ("AWS_IAM" or "CUSTOM" or "NONE"))
        {
            throw resource.Error("AuthType is not one of AWS_IAM, CUSTOM or NONE.", settings["AuthType"]);
        }

        if (type != "CUSTOM" && settings.Count > 1)
        {
            throw resource.Error($"No additional configurations supported for AuthType {type}.", settings);
        }

        if (type == "CUSTOM" && !settings["AuthArn"].IsTruthy())
        {
            throw resource.Error("AuthArn must be specified if AuthType is CUSTOM.", settings);
        }
    }

    /// <summary>Sets on the route by which clients connect what they need for it.</summary>
    public void Protect(GeneratedResource route)
    {
        if (_settings is null)
        {
            return;
        }

        route["AuthorizationType"] = Type is "AWS_IAM" or "CUSTOM" ? Type : "NONE";
        route["AuthorizerId"] = HasAuthorizer ? Intrinsic.Ref(AuthorizerId) : null;
    }

    /// <summary>The authorizer, and the permission to invoke its function unless a role does it.</summary>
    public IEnumerable<GeneratedResource> Build(GeneratedResource api)
    {
        if (_settings is null || !HasAuthorizer)
        {
            yield break;
        }

        yield return Authorizer(_settings, api);
        if (!_settings["InvokeRole"].IsTruthy())
        {
            yield return Permission(_settings, api);
        }
    }

    private GeneratedResource Authorizer(MapValue settings, GeneratedResource api)
    {
        var authorizer = new GeneratedResource(WebSocketShapes.Authorizer, AuthorizerId, settings.Span.Or(resource.Span));
        authorizer["ApiId"] = api.Ref();
        authorizer["AuthorizerCredentialsArn"] = settings["InvokeRole"];
        authorizer["AuthorizerType"] = "REQUEST";
        authorizer["AuthorizerUri"] = WebSocketRoutes.InvocationUri("AuthArn", settings["AuthArn"]!);
        authorizer["IdentitySource"] = settings["IdentitySource"];
        authorizer["Name"] = settings["Name"] is { IsTruthy: true } name ? name : AuthorizerId;
        return authorizer;
    }

    private GeneratedResource Permission(MapValue settings, GeneratedResource api)
    {
        var permission = new GeneratedResource(Shapes.Permission, resource.Id + "AuthorizerPermission", settings.Span.Or(resource.Span));
        permission["Action"] = "lambda:InvokeFunction";
        permission["FunctionName"] = settings["AuthArn"];
        permission["Principal"] = "apigateway.amazonaws.com";
        permission["SourceArn"] = Values.Sub(
            TransformRun.Arn("${AWS::Partition}", "execute-api", "${__ApiId__}/authorizers/*"), ("__ApiId__", api.Ref()));
        return permission;
    }
}
