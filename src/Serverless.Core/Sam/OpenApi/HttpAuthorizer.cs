using Serverless.Sam.Errors;
using Serverless.Sam.Resources;
using Serverless.Templates;

namespace Serverless.Sam.OpenApi;

/// <summary>Who checks the requests of an HTTP API: AWS's own signatures, a token's issuer, or a function.</summary>
internal sealed class HttpAuthorizer
{
    private const string ForTokens = "OAuth2 Authorizer";
    private const string ForFunctions = "Lambda Authorizer";

    private static readonly (string Property, string Kind, string Hint)[] _allowed =
    [
        ("AuthorizationScopes", ForTokens, ""),
        ("JwtConfiguration", ForTokens, ""),
        ("IdentitySource", ForTokens, ". For Lambda Authorizer, use the 'Identity' property instead"),
        ("FunctionArn", ForFunctions, ""),
        ("FunctionInvokeRole", ForFunctions, ""),
        ("Identity", ForFunctions, ""),
        ("AuthorizerPayloadFormatVersion", ForFunctions, ""),
        ("EnableSimpleResponses", ForFunctions, ""),
        ("EnableFunctionDefaultPermissions", ForFunctions, ""),
    ];

    private static readonly (string Prefix, string Property)[] _identities =
    [
        ("$request.header.", "Headers"),
        ("$request.querystring.", "QueryStrings"),
        ("$stageVariables.", "StageVariables"),
        ("$context.", "Context"),
    ];

    private readonly Subject _api;
    private readonly MapValue _config;
    private readonly MapValue? _jwt;

    private HttpAuthorizer(Subject api, MapKey key, MapValue config)
    {
        _api = api;
        Key = key;
        _config = config;
        _jwt = JwtConfiguration();
    }

    public static HttpAuthorizer AwsIam { get; } = new(new Subject(SamErrorKind.Resource, "", default), "AWS_IAM", []);

    /// <summary>The name by which routes call the authorizer.</summary>
    public MapKey Key { get; }

    /// <summary>The scopes that routes need unless they name others.</summary>
    public TemplateValue? Scopes => _config.Get("AuthorizationScopes");

    /// <summary>The function that decides; null for other kinds.</summary>
    public TemplateValue? FunctionArn => _config.Get("FunctionArn") is { IsTruthy: true } arn ? arn : null;

    /// <summary>True when API Gateway is to be allowed to invoke the function.</summary>
    public bool NeedsPermission => FunctionArn is not null && _config.Get("EnableFunctionDefaultPermissions").IsTruthy();

    private string Kind => _jwt is null ? ForFunctions : ForTokens;

    /// <exception cref="SamErrorException">The definition is invalid.</exception>
    public static HttpAuthorizer Read(Subject api, MapKey key, MapValue config)
    {
        if (config.ContainsKey("OpenIdConnectUrl"))
        {
            throw api.ErrorAtName(
                $"'OpenIdConnectUrl' is no longer a supported property for authorizer '{key.Text}'. Please refer to the AWS SAM documentation.", config, "OpenIdConnectUrl");
        }

        var authorizer = new HttpAuthorizer(api, key, config);
        authorizer.Check();
        return authorizer;
    }

    public MapValue ToOpenApi(string partition)
    {
        if (ReferenceEquals(this, AwsIam))
        {
            return Values.Map(("type", "apiKey"), ("name", "Authorization"), ("in", "header"), ("x-amazon-apigateway-authtype", "awsSigv4"));
        }

        return _jwt is not null
            ? Values.Map(("type", "oauth2"), ("x-amazon-apigateway-authorizer", Values.Map(
                ("jwtConfiguration", _jwt), ("identitySource", _config.Get("IdentitySource")), ("type", "jwt"))))
            : Values.Map(("type", "apiKey"), ("name", "Unused"), ("in", "header"), ("x-amazon-apigateway-authorizer", Request(partition)));
    }

    private MapValue Request(string partition)
    {
        var role = _config.Get("FunctionInvokeRole");
        var request = Values.Map(
            ("type", "request"),
            ("authorizerUri", Values.Sub(
                $"arn:{partition}:apigateway:${{AWS::Region}}:lambda:path/2015-03-31/functions/${{__FunctionArn__}}/invocations",
                ("__FunctionArn__", FunctionArn))),
            ("authorizerCredentials", role.IsTruthy() && !role.IsText("NONE") ? role : null));
        if (_config.Get("Identity") is { IsTruthy: true } identity)
        {
            var map = _api.Map(identity, $"Auth.Authorizers.{Key.Text}.Identity");
            request.SetIfPresent("authorizerResultTtlInSeconds", map.Get("ReauthorizeEvery"));
            request["identitySource"] = IdentitySource(map);
        }

        request["authorizerPayloadFormatVersion"] = _config.Get("AuthorizerPayloadFormatVersion")!;
        request.SetIfPresent("enableSimpleResponses", _config.Get("EnableSimpleResponses") is { IsTruthy: true } simple ? simple : null);
        return request;
    }

    private ListValue IdentitySource(MapValue identity)
    {
        var sources = new ListValue();
        foreach (var (prefix, property) in _identities)
        {
            if (identity.Get(property) is { IsTruthy: true } names)
            {
                sources.AddRange(_api.Strings(names, $"Authorizers.{Key.Text}.Identity.{property}").Select(name => (TemplateValue)(prefix + name.AsString())));
            }
        }

        return sources;
    }

    // The keys are written as CloudFormation writes them, and are lower case in documents.
    private MapValue? JwtConfiguration()
    {
        if (_config.Get("JwtConfiguration") is not { IsTruthy: true } value)
        {
            return null;
        }

        var lower = new MapValue { Span = value.Span };
        foreach (var (key, member) in _api.Map(value, "JwtConfiguration"))
        {
            lower.Set(key with { Text = key.Text.ToLowerInvariant() }, member);
        }

        return lower;
    }

    private void Check()
    {
        if (Scopes is { } scopes and not ListValue)
        {
            throw _api.Error("AuthorizationScopes must be a list.", scopes);
        }

        foreach (var (property, kind, hint) in _allowed)
        {
            var value = property == "JwtConfiguration" ? _jwt : _config.Get(property);
            if (value is not null && kind != Kind)
            {
                throw _api.Error($"{property} is only supported for {kind}{hint}.", value);
            }
        }

        foreach (var property in _jwt is null ? (string[])["FunctionArn", "AuthorizerPayloadFormatVersion"] : ["IdentitySource"])
        {
            if (!_config.Get(property).IsTruthy())
            {
                throw _api.Error($"{Key.Text} {Kind} must define '{property}'.", _config);
            }
        }

        if (_config.Get("EnableFunctionDefaultPermissions") is { } enable)
        {
            _api.Boolean(enable, $"Authorizers.{Key.Text}.EnableFunctionDefaultPermissions");
        }
    }
}
