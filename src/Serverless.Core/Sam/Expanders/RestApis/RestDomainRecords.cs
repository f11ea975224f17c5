using Serverless.Sam.Resources;
using Serverless.Templates;

namespace Serverless.Sam.Expanders.RestApis;

/// <summary>The DNS records of a REST API's domain. APIs in one hosted zone share the group; it is written again with every record.</summary>
internal static class RestDomainRecords
{
    // The hosted zone of all CloudFront distributions.
    // https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-route53-aliastarget.html
    private const string CloudFrontZone = "Z2FDTNDATAQYW2";

    public static GeneratedResource Build(RestDomainName name, MapValue route53, GeneratedResource domain)
    {
        if (route53.Get("HostedZoneId") is null && route53.Get("HostedZoneName") is null)
        {
            throw name.Subject.Error("HostedZoneId or HostedZoneName is required to enable Route53 support on Custom Domains.", route53);
        }

        var group = Group(name, route53);
        var records = (ListValue)group["RecordSets"]!;
        records.Add(Record("A", name, route53, domain));
        if (route53["IpV6"] is BooleanValue { Value: true })
        {
            records.Add(Record("AAAA", name, route53, domain));
        }

        return group;
    }

    private static GeneratedResource Group(RestDomainName name, MapValue route53)
    {
        var zone = (route53["HostedZoneId"] is { IsTruthy: true } id ? id : route53.Get("HostedZoneName")) ?? "";
        if (route53.Get("SeparateRecordSetGroup") is { } separate && name.Subject.Boolean(separate, "Domain.Route53.SeparateRecordSetGroup").Value)
        {
            return New(name, route53, HashedId.Of("RecordSetGroup", Values.List(zone, name.Config["DomainName"]!)));
        }

        var sharedId = HashedId.Of("RecordSetGroup", zone);
        return name.Run.RecordSetGroups.TryGetValue(sharedId, out var there)
            ? there
            : name.Run.RecordSetGroups[sharedId] = New(name, route53, sharedId);
    }

    private static GeneratedResource New(RestDomainName name, MapValue route53, string id)
    {
        var group = name.Make(Shapes.RecordSetGroup, id);
        group["HostedZoneId"] = route53["HostedZoneId"];
        group["HostedZoneName"] = route53["HostedZoneName"];
        group["RecordSets"] = new ListValue();
        return group;
    }

    private static MapValue Record(string type, RestDomainName name, MapValue route53, GeneratedResource domain) => Values.Map(
        ("Name", name.Config["DomainName"]),
        ("Type", type),
        ("AliasTarget", Target(name, route53, domain)),
        ("Region", route53.Get("Region")),
        ("SetIdentifier", route53.Get("SetIdentifier")));

    private static MapValue Target(RestDomainName name, MapValue route53, GeneratedResource domain)
    {
        var (zone, dns) = name.Endpoint.AsString() switch
        {
            "REGIONAL" => (domain.GetAtt("RegionalHostedZoneId"), domain.GetAtt("RegionalDomainName")),
            "EDGE" => (CloudFrontZone, Distribution(route53, domain)),
            _ => (route53["VpcEndpointHostedZoneId"] ?? new NullValue(), route53["VpcEndpointDomainName"] ?? new NullValue()),
        };
        return Values.Map(("EvaluateTargetHealth", route53.Get("EvaluateTargetHealth")), ("HostedZoneId", zone), ("DNSName", dns));
    }

    // The configuration gets the name of the distribution, and the deployment's id is made of it.
    private static TemplateValue Distribution(MapValue route53, GeneratedResource domain)
    {
        if (route53.Get("DistributionDomainName") is null)
        {
            route53["DistributionDomainName"] = domain.GetAtt("DistributionDomainName");
        }

        return route53["DistributionDomainName"]!;
    }
}
