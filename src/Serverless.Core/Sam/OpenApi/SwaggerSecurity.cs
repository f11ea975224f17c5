using Serverless.Sam.Python;
using Serverless.Sam.Python27;
using Serverless.Sam.Resources;
using Serverless.Templates;

namespace Serverless.Sam.OpenApi;

/// <summary>Says in a REST API's document who may call which method.</summary>
/// <param name="document">The document, which is edited.</param>
internal sealed class SwaggerSecurity(SwaggerDocument document)
{
    /// <summary>The authorizer that is none: callers sign with the keys of an AWS account.</summary>
    public const string AwsIam = "AWS_IAM";

    /// <summary>The name by which a method declines the default authorizer.</summary>
    public const string Nobody = "NONE";

    private const string Security = "security";
    private const string ApiKey = "api_key";
    private const string NoApiKey = "api_key_false";

    // Members of a path item, or methods, that nobody calls.
    private static readonly string[] _noMethods = ["parameters", "summary", "description"];

    /// <summary>Adds the definitions of authorizers.</summary>
    public void Define(IEnumerable<RestAuthorizer> authorizers, string partition)
    {
        foreach (var authorizer in authorizers)
        {
            document.SecurityDefinitions.Set(authorizer.Key, authorizer.ToSwagger(partition));
        }
    }

    /// <summary>Adds the definition of API keys.</summary>
    public void DefineApiKey() =>
        document.SecurityDefinitions.GetOrAdd(ApiKey, () => Values.Map(("type", "apiKey"), ("name", "x-api-key"), ("in", "header")));

    /// <summary>Lets an authorizer decide about the callers of a method.</summary>
    /// <param name="path">The path.</param>
    /// <param name="method">The method.</param>
    /// <param name="authorizer">The authorizer's name.</param>
    /// <param name="scopes">The scopes that callers need; null for none.</param>
    public void Authorize(string path, string method, MapKey authorizer, TemplateValue? scopes)
    {
        foreach (var definition in document.IntegratedMethods(path, method))
        {
            var security = new ListValue(SecurityOf(definition, path, method));
            security.Add(Python27Map.Of((authorizer, scopes ?? new ListValue())));
            Set(definition, security);
        }
    }

    /// <summary>Says that a method needs an API key, or that it needs none although the API's other methods do.</summary>
    public void RequireApiKey(string path, string method, bool isRequired)
    {
        foreach (var definition in document.IntegratedMethods(path, method))
        {
            var security = new ListValue(SecurityOf(definition, path, method));
            security.Add(Python27Map.Of((isRequired ? ApiKey : NoApiKey, new ListValue())));
            definition[Security] = security;
        }

        if (isRequired)
        {
            DefineApiKey();
        }
    }

    /// <summary>Lets an authorizer decide about the callers of every method of a path that says nothing itself.</summary>
    /// <param name="path">The path.</param>
    /// <param name="authorizer">The authorizer's name.</param>
    /// <param name="authorizers">All authorizers of the API.</param>
    /// <param name="withPreflight">False to leave preflight requests alone.</param>
    public void AuthorizeByDefault(string path, MapKey authorizer, RestAuthorizers authorizers, bool withPreflight)
    {
        foreach (var (method, definition) in Callable(path, withPreflight))
        {
            var security = EntriesOf(definition, path, method);
            var (own, others) = (security.Where(IsAuthorizer).ToList(), security.Where(entry => !IsAuthorizer(entry)).ToList());
            if (others.RemoveAll(entry => entry.ContainsKey(Nobody)) > 0)
            {
                own = [];
            }
            else if (own.Count == 0)
            {
                own.Add(Python27Map.Of((authorizer, authorizers.Find(authorizer.Text)?.Scopes ?? new ListValue())));
            }

            Set(definition, new ListValue(others.Concat(own)));
        }

        bool IsAuthorizer(MapValue entry) => entry.Keys.Any(key => key == AwsIam || authorizers.Find(key) is not null);
    }

    /// <summary>Requires an API key of every method of a path that says nothing itself.</summary>
    public void RequireApiKeyByDefault(string path, bool withPreflight)
    {
        foreach (var (method, definition) in Callable(path, withPreflight))
        {
            var security = EntriesOf(definition, path, method);
            var others = security.Where(entry => !entry.ContainsKey(NoApiKey) && !entry.ContainsKey(ApiKey)).ToList();
            if (!security.Exists(entry => entry.ContainsKey(NoApiKey)))
            {
                others.Add(Python27Map.Of((ApiKey, new ListValue())));
            }

            definition[Security] = new ListValue(others);
        }
    }

    private IEnumerable<(string Method, MapValue Definition)> Callable(string path, bool withPreflight)
    {
        foreach (var item in document.ItemsOf(path))
        {
            foreach (var (method, value) in item.ToList())
            {
                if (_noMethods.Contains(method.Text) || (ApiDocument.NormalizeMethod(method.Text) == "options" && !withPreflight))
                {
                    continue;
                }

                foreach (var definition in ApiDocument.MethodsOf(value, path, method.Text).Where(ApiDocument.IsIntegrated))
                {
                    yield return (method.Text, definition);
                }
            }
        }
    }

    private static ListValue SecurityOf(MapValue definition, string path, string method) => definition[Security] switch
    {
        null => [],
        ListValue list => list,
        var other => throw ApiDocument.Invalid($"Type of security for path {path} method {method} must be a list", other),
    };

    private static List<MapValue> EntriesOf(MapValue definition, string path, string method) =>
    [
        .. SecurityOf(definition, path, method).Select(entry => entry as MapValue
            ?? throw ApiDocument.Invalid($"{PythonText.Str(entry)} in Security for path {path} method {method} is not a valid dictionary.", entry)),
    ];

    // The definition for signed calls is added where it is first used.
    private void Set(MapValue definition, ListValue security)
    {
        if (security.Count == 0)
        {
            return;
        }

        definition[Security] = security;
        if (security[0].AsMap()?.ContainsKey(AwsIam) ?? false)
        {
            document.SecurityDefinitions.GetOrAdd(AwsIam, () => Values.Map(
                ("x-amazon-apigateway-authtype", "awsSigv4"), ("type", "apiKey"), ("name", "Authorization"), ("in", "header")));
        }
    }
}
