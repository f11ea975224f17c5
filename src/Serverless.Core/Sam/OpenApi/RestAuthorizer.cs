using Serverless.Sam.Errors;
using Serverless.Sam.Python;
using Serverless.Sam.Python27;
using Serverless.Sam.Resources;
using Serverless.Templates;

namespace Serverless.Sam.OpenApi;

/// <summary>Who checks the requests of a REST API: AWS's own signatures, a user pool, or a function.</summary>
internal sealed class RestAuthorizer
{
    private readonly Subject _api;
    private readonly MapValue _config;
    private readonly bool _isAwsIam;

    private RestAuthorizer(Subject api, MapKey key, MapValue config, bool isAwsIam = false)
    {
        _api = api;
        Key = key;
        _config = config;
        _isAwsIam = isAwsIam;
    }

    /// <summary>The name by which methods call the authorizer.</summary>
    public MapKey Key { get; }

    /// <summary>The scopes that methods need unless they name others; null for none.</summary>
    public TemplateValue? Scopes => _config.Get("AuthorizationScopes");

    /// <summary>The function that decides; null for other kinds.</summary>
    public TemplateValue? FunctionArn => _config.Get("FunctionArn");

    /// <summary>True when API Gateway is to be allowed to invoke the function.</summary>
    public bool NeedsPermission => FunctionArn.IsTruthy() && !_config["DisableFunctionDefaultPermissions"].IsTruthy();

    private TemplateValue? Identity => _config.Get("Identity");

    private bool TakesRequests => !IsUserPool && _config["FunctionPayloadType"].IsText("REQUEST");

    private bool IsUserPool => _config["UserPoolArn"].IsTruthy();

    /// <summary>The authorizer that checks AWS's own signatures.</summary>
    public static RestAuthorizer AwsIam(Subject api, MapKey key) => new(api, key, [], isAwsIam: true);

    /// <exception cref="SamErrorException">The definition is invalid.</exception>
    public static RestAuthorizer Read(Subject api, MapKey key, MapValue config)
    {
        var authorizer = new RestAuthorizer(api, key, config);
        authorizer.Check();
        return authorizer;
    }

    /// <summary>The authorizer's security definition.</summary>
    public MapValue ToSwagger(string partition)
    {
        var definition = Python27Map.Of(("type", "apiKey"), ("name", HeaderName()), ("in", "header"));
        definition["x-amazon-apigateway-authtype"] = _isAwsIam ? "awsSigv4" : IsUserPool ? "cognito_user_pools" : "custom";
        if (!_isAwsIam)
        {
            definition["x-amazon-apigateway-authorizer"] = IsUserPool ? UserPool() : Function(partition);
        }

        return (MapValue)CopiedOrder.Apart(definition);
    }

    private TemplateValue HeaderName() =>
        TakesRequests ? "Unused" : IdentityMember("Header") is { IsTruthy: true } header ? header : "Authorization";

    private Python27Map UserPool()
    {
        var arns = _config["UserPoolArn"]!;
        var authorizer = Python27Map.Of(("type", "cognito_user_pools"), ("providerARNs", arns is ListValue ? arns : Values.List(arns)));
        AddValidation(authorizer);
        return authorizer;
    }

    private Python27Map Function(string partition)
    {
        var authorizer = Python27Map.Of(("type", TakesRequests ? "request" : "token"), ("authorizerUri", Python27Map.Of(
            ("Fn::Sub", Values.List(
                $"arn:{partition}:apigateway:${{AWS::Region}}:lambda:path/2015-03-31/functions/${{__FunctionArn__}}/invocations",
                Python27Map.Of(("__FunctionArn__", FunctionArn ?? new NullValue())))))));
        authorizer.SetIfPresent("authorizerResultTtlInSeconds", IdentityMember("ReauthorizeEvery"));
        if (_config["FunctionInvokeRole"] is { IsTruthy: true } role && !role.IsText("NONE"))
        {
            authorizer["authorizerCredentials"] = role;
        }

        if (TakesRequests)
        {
            authorizer.SetIfPresent("identitySource", IdentitySource());
        }
        else
        {
            AddValidation(authorizer);
        }

        return authorizer;
    }

    private void AddValidation(Python27Map authorizer)
    {
        if (IdentityMember("ValidationExpression") is { IsTruthy: true } expression)
        {
            authorizer["identityValidationExpression"] = expression;
        }
    }

    private StringValue? IdentitySource()
    {
        var sources = new List<string>();
        Add("Headers", "method.request.header.");
        Add("QueryStrings", "method.request.querystring.");
        Add("StageVariables", "stageVariables.");
        Add("Context", "context.");
        return sources.Count == 0 ? null : new StringValue(string.Join(", ", sources)) { IsMarked = true };

        void Add(string member, string prefix)
        {
            if (IdentityMember(member) is { IsTruthy: true } names)
            {
                sources.AddRange(_api.Strings(names, $"Auth.Authorizers.{Key.Text}.Identity.{member}").Select(name => prefix + name.AsString()));
            }
        }
    }

    private TemplateValue? IdentityMember(string member) => Identity switch
    {
        null or { IsTruthy: false } => null,
        MapValue identity => identity.Get(member),
        var other => throw _api.Error(
            "Auth.Authorizers.<Authorizer>.Identity must be a dict (LambdaTokenAuthorizationIdentity, LambdaRequestAuthorizationIdentity or "
            + "CognitoAuthorizationIdentity).",
            other),
    };

    private void Check()
    {
        if (_config.Get("FunctionPayloadType") is { } type && !type.IsText("TOKEN") && !type.IsText("REQUEST"))
        {
            throw _api.Error($"{Key.Text} Authorizer has invalid 'FunctionPayloadType': {PythonText.Str(type)}.", type, "Use TOKEN or REQUEST.");
        }

        if (_config["FunctionPayloadType"].IsText("REQUEST") && LacksIdentitySource())
        {
            throw _api.Error(
                $"{Key.Text} Authorizer must specify Identity with at least one of Headers, QueryStrings, StageVariables, or Context.", _config);
        }

        if (Scopes is { } scopes)
        {
            _api.List(scopes, $"Authorizers.{Key.Text}.AuthorizationScopes");
        }

        if (_config.Get("DisableFunctionDefaultPermissions") is { } disable)
        {
            _api.Boolean(disable, $"Authorizers.{Key.Text}.DisableFunctionDefaultPermissions");
        }
    }

    // Nothing needs to be told apart when answers are not kept.
    private bool LacksIdentitySource()
    {
        if (!Identity.IsTruthy())
        {
            return true;
        }

        var identity = _api.Map(Identity, $"Authorizer.{Key.Text}.Identity");
        return !identity["Headers"].IsTruthy()
            && !identity["QueryStrings"].IsTruthy()
            && !identity["StageVariables"].IsTruthy()
            && !identity["Context"].IsTruthy()
            && identity.Get("ReauthorizeEvery") is not ScalarValue { Text: "0" };
    }
}
