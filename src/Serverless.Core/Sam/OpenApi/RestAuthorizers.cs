using Serverless.Sam.Errors;
using Serverless.Sam.Resources;
using Serverless.Templates;

namespace Serverless.Sam.OpenApi;

/// <summary>The authorizers of a REST API in order, the built-in one for signed calls first when it is the default.</summary>
internal sealed class RestAuthorizers
{
    private readonly OrderedDictionary<string, RestAuthorizer> _byName = [];

    private RestAuthorizers()
    {
    }

    public IEnumerable<RestAuthorizer> All => _byName.Values;

    public bool IsEmpty => _byName.Count == 0;

    /// <summary>The authorizer of that name; null when there is none.</summary>
    public RestAuthorizer? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>Reads the authorizers of an API's Auth.</summary>
    /// <exception cref="SamErrorException">One is invalid.</exception>
    public static RestAuthorizers Read(Subject api, MapValue auth)
    {
        var authorizers = new RestAuthorizers();
        if (auth["DefaultAuthorizer"] is StringValue { Value: SwaggerSecurity.AwsIam } signed)
        {
            authorizers._byName[SwaggerSecurity.AwsIam] = RestAuthorizer.AwsIam(api, signed.ToKey());
        }

        foreach (var (key, value) in auth["Authorizers"] is { IsTruthy: true } given ? api.Map(given, "Auth.Authorizers") : [])
        {
            authorizers._byName[key.Text] = RestAuthorizer.Read(api, key, api.Map(value, $"Auth.Authorizers.{key.Text}"));
        }

        return authorizers;
    }
}
