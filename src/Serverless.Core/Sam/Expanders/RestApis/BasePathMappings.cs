using Serverless.Sam.Resources;
using Serverless.Templates;

namespace Serverless.Sam.Expanders.RestApis;

/// <summary>Which paths of a domain lead to a REST API.</summary>
internal static class BasePathMappings
{
    public static IEnumerable<GeneratedResource> Build(RestDomainName name, GeneratedResource domain, GeneratedResource api)
    {
        var paths = name.Config["BasePath"] switch
        {
            StringValue { IsTruthy: true } one => Values.List(one),
            ListValue many => many,
            _ => [],
        };
        if (paths.Count == 0)
        {
            yield return Mapping(name, name.ApiId, domain, api);
            yield break;
        }

        var isNormalized = name.Config["NormalizeBasePath"]?.IsTruthy ?? true;
        for (var i = 0; i < paths.Count; i++)
        {
            var path = name.Subject.String(paths[i], $"Domain.BasePath[{i}]");
            var letters = string.Concat(path.Value.EnumerateRunes().Where(rune => Values.IsAlphanumeric(rune.ToString())));
            var mapping = Mapping(name, name.ApiId + letters, domain, api);
            mapping["BasePath"] = isNormalized ? new StringValue(letters) { Span = path.Span } : path;
            yield return mapping;
        }
    }

    private static GeneratedResource Mapping(RestDomainName name, string prefix, GeneratedResource domain, GeneratedResource api)
    {
        var mapping = name.Make(name.IsPrivate ? Shapes.PrivateBasePathMapping : Shapes.BasePathMapping, prefix + "BasePathMapping");
        mapping[name.IsPrivate ? "DomainNameArn" : "DomainName"] = domain.Ref();
        mapping["RestApiId"] = api.Ref();
        mapping["Stage"] = Intrinsic.Ref(api.Id + ".Stage");
        return mapping;
    }
}
