using Serverless.Sam.Resources;
using Serverless.Templates;

namespace Serverless.Sam.Expanders.GraphQLApis;

/// <summary>How callers of a GraphQL API prove who they are.</summary>
internal static class GraphQLAuth
{
    // What a kind of authentication is configured by, and the property that takes it.
    private static readonly (string Type, string Setting, string Property)[] _kinds =
    [
        ("AWS_LAMBDA", "LambdaAuthorizer", "LambdaAuthorizerConfig"),
        ("OPENID_CONNECT", "OpenIDConnect", "OpenIDConnectConfig"),
        ("AMAZON_COGNITO_USER_POOLS", "UserPool", "UserPoolConfig"),
    ];

    /// <summary>Sets the authentication of an API.</summary>
    /// <returns>The ARNs of the functions that authorize.</returns>
    public static List<TemplateValue> Set(GraphQLApi api, GeneratedResource body)
    {
        var auth = (MapValue)api.Settings["Auth"]!;
        var additional = auth["Additional"].AsList() ?? [];

        // The service takes the number of the first additional one for none, and blames the main one.
        Check(api, auth, "Auth");
        for (var i = 0; i < additional.Count; i++)
        {
            Check(api, (MapValue)additional[i], i == 0 ? "Auth" : FormattableString.Invariant($"Auth.Additional.{i}"));
        }

        body["AuthenticationType"] = auth["Type"];
        foreach (var (key, value) in Configuration(auth))
        {
            body[key.Text] = value;
        }

        body["AdditionalAuthenticationProviders"] = GraphQLApi.Truthy(new ListValue(additional.Select(one => Provider((MapValue)one))));
        return [.. additional.Prepend(auth).Select(one => AuthorizerOf((MapValue)one)).OfType<TemplateValue>()];
    }

    private static void Check(GraphQLApi api, MapValue auth, string path)
    {
        if (_kinds.Count(kind => auth.ContainsKey(kind.Setting)) > 1)
        {
            throw api.Resource.Error($"'{path}' has more than one authentication configuration defined.", auth);
        }

        foreach (var (type, setting, _) in _kinds)
        {
            if (auth["Type"].IsText(type) && !auth.ContainsKey(setting))
            {
                throw api.Resource.Error($"'{setting}' must be defined if type is '{type}'.", auth);
            }
        }
    }

    private static TemplateValue Provider(MapValue auth)
    {
        var provider = Values.Map(("AuthenticationType", auth["Type"]));
        provider.Update(Configuration(auth));
        if (provider["UserPoolConfig"] is MapValue pool)
        {
            // Only the main pool has a say in what happens without a rule.
            var others = pool.ShallowCopy();
            others.Remove("DefaultAction");
            provider["UserPoolConfig"] = others;
        }

        return provider;
    }

    private static MapValue Configuration(MapValue auth)
    {
        var configuration = new MapValue();
        foreach (var (type, setting, property) in _kinds)
        {
            if (auth["Type"].IsText(type))
            {
                configuration.SetIfPresent(property, GraphQLApi.Truthy(auth[setting]));
            }
        }

        return configuration;
    }

    private static TemplateValue? AuthorizerOf(MapValue auth) =>
        auth["Type"].IsText("AWS_LAMBDA") ? auth["LambdaAuthorizer"].AsMap()?["AuthorizerUri"] : null;
}
