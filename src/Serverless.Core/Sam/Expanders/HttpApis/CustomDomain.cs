using System.Text.RegularExpressions;
using Serverless.Sam.Python;
using Serverless.Sam.Resources;
using Serverless.Templates;

namespace Serverless.Sam.Expanders.HttpApis;

/// <summary>A domain name of the user's for an API of API Gateway's second version, with its paths and DNS records.</summary>
/// <param name="resource">The API.</param>
/// <param name="creatorTag">The tag by which SAM marks the domain.</param>
/// <param name="attributes">The attributes of all that is made.</param>
/// <param name="recordSetGroups">The record set groups to which the domain's records are added, by their ids.</param>
internal sealed partial class CustomDomain(
    SamResource resource, string creatorTag, MapValue attributes, Dictionary<string, GeneratedResource> recordSetGroups)
{
    /// <summary>The domain, a mapping for each path, and the record set group when DNS is wanted. None without a domain.</summary>
    public List<GeneratedResource> Build(TemplateValue? given, GeneratedResource api)
    {
        if (given is null)
        {
            return [];
        }

        var config = resource.Subject.Map(given, "Domain");
        var domain = Domain(config);
        var made = new List<GeneratedResource> { domain };
        made.AddRange(Mappings(config, domain, api));
        if (config.Get("Route53") is { } route53)
        {
            made.Add(Records(config, resource.Subject.Map(route53, "Domain.Route53"), domain));
        }

        return made;
    }

    private GeneratedResource Domain(MapValue config)
    {
        if (config.Get("DomainName") is not { } name || config.Get("CertificateArn") is not { } certificate)
        {
            throw resource.Error("Custom Domains only works if both DomainName and CertificateArn are provided.", config);
        }

        var endpoint = config.Get("EndpointConfiguration");
        if (endpoint is not null && !endpoint.IsText("REGIONAL"))
        {
            throw resource.Error("EndpointConfiguration for Custom Domains must be one of ['REGIONAL'].", endpoint);
        }

        var domain = Make(Shapes.ApiDomain, HashedId.Of("ApiGatewayDomainNameV2", name));
        domain["DomainName"] = name;
        domain["Tags"] = Values.Map((creatorTag, "SAM"));
        domain["DomainNameConfigurations"] = Values.List(Values.Map(
            ("CertificateArn", certificate),
            ("EndpointType", endpoint ?? "REGIONAL"),
            ("OwnershipVerificationCertificateArn", Truthy(config, "OwnershipVerificationCertificateArn")),
            ("SecurityPolicy", Truthy(config, "SecurityPolicy"))));
        domain["MutualTlsAuthentication"] = MutualTls(config);
        return domain;
    }

    private MapValue? MutualTls(MapValue config)
    {
        const string Fields = "['TruststoreUri', 'TruststoreVersion']";
        if (Truthy(config, "MutualTlsAuthentication") is not { } given)
        {
            return null;
        }

        if (given is not MapValue map)
        {
            throw resource.Error($"MutualTlsAuthentication must be a map with at least one of the following fields {Fields}.", given);
        }

        var unknown = map.Keys.Where(key => key is not ("TruststoreUri" or "TruststoreVersion")).Order(CodePointComparer.Instance).ToList();
        if (unknown.Count > 0)
        {
            // The service blames the fields, as if they were resources.
            throw (resource.Subject with { Id = string.Join(',', unknown) }).ErrorAtName($"Available MutualTlsAuthentication fields are {Fields}.", map, unknown[0]);
        }

        return Values.Map(("TruststoreUri", Truthy(map, "TruststoreUri")), ("TruststoreVersion", Truthy(map, "TruststoreVersion")));
    }

    private IEnumerable<GeneratedResource> Mappings(MapValue config, GeneratedResource domain, GeneratedResource api)
    {
        var paths = Truthy(config, "BasePath") switch
        {
            StringValue one => [one],
            ListValue many => many,
            _ => (IEnumerable<TemplateValue>?)null,
        };
        if (paths is null)
        {
            yield return Mapping(resource.Id + "ApiMapping", domain, api);
            yield break;
        }

        foreach (var value in paths)
        {
            var path = (value as StringValue ?? throw resource.Error("Basepath must be a string.", value)).Value;
            if (NotInPath().IsMatch(path))
            {
                throw resource.Error("Invalid Basepath name provided.", value, "Use letters, digits, '/', '-' and '_'.");
            }

            var mapping = Mapping($"{resource.Id}{NotInId().Replace(path, "")}ApiMapping", domain, api);
            mapping["ApiMappingKey"] = path.Trim('/');
            yield return mapping;
        }
    }

    private GeneratedResource Mapping(string id, GeneratedResource domain, GeneratedResource api)
    {
        var mapping = Make(Shapes.ApiMapping, id);
        mapping["DomainName"] = domain.Ref();
        mapping["ApiId"] = api.Ref();
        mapping["Stage"] = Intrinsic.Ref(api.Id + ".Stage");
        return mapping;
    }

    // HTTP APIs in one hosted zone share the group; it is written again with every record that is added.
    private GeneratedResource Records(MapValue config, MapValue route53, GeneratedResource domain)
    {
        if (route53.Get("HostedZoneId") is null && route53.Get("HostedZoneName") is null)
        {
            throw resource.Error("HostedZoneId or HostedZoneName is required to enable Route53 support on Custom Domains.", route53);
        }

        var id = HashedId.Of("RecordSetGroup", Truthy(route53, "HostedZoneId") ?? route53.Get("HostedZoneName"));
        if (!recordSetGroups.TryGetValue(id, out var group))
        {
            recordSetGroups[id] = group = Make(Shapes.RecordSetGroup, id);
            var key = route53.ContainsKey("HostedZoneId") ? "HostedZoneId" : "HostedZoneName";
            group[key] = route53.Get(key);
            group["RecordSets"] = new ListValue();
        }

        var records = (ListValue)group["RecordSets"]!;
        records.Add(Record("A", config, route53, domain));
        if (route53["IpV6"] is BooleanValue { Value: true })
        {
            records.Add(Record("AAAA", config, route53, domain));
        }

        return group;
    }

    private static MapValue Record(string type, MapValue config, MapValue route53, GeneratedResource domain) => Values.Map(
        ("Name", config["DomainName"]),
        ("Type", type),
        ("AliasTarget", Values.Map(
            ("EvaluateTargetHealth", route53.Get("EvaluateTargetHealth")),
            ("HostedZoneId", domain.GetAtt("RegionalHostedZoneId")),
            ("DNSName", domain.GetAtt("RegionalDomainName")))),
        ("Region", route53.Get("Region")),
        ("SetIdentifier", route53.Get("SetIdentifier")));

    private GeneratedResource Make(ResourceShape shape, string id) => new(shape, id, resource.Span, attributes);

    private static TemplateValue? Truthy(MapValue map, string key) => map[key] is { IsTruthy: true } value ? value : null;

    [GeneratedRegex(@"[^0-9a-zA-Z/\-_]")]
    private static partial Regex NotInPath();

    [GeneratedRegex(@"[\-_/]+")]
    private static partial Regex NotInId();
}
