using Serverless.Sam.Resources;
using Serverless.Templates;

namespace Serverless.Sam.Expanders.RestApis;

/// <summary>A domain name of the user's for a REST API, with its paths and DNS records. Private ones have types of their own.</summary>
internal sealed class RestDomain
{
    /// <summary>The domain, a mapping for each path, and the record set group when DNS is wanted.</summary>
    public List<GeneratedResource> Resources { get; } = [];

    /// <summary>What lets a network use a private domain; none for others.</summary>
    public List<GeneratedResource> Association { get; } = [];

    /// <summary>The resources of a domain; none without one. The domain's configuration is completed, and the deployment's id is made of it.</summary>
    /// <exception cref="Errors.SamErrorException">The configuration is invalid.</exception>
    public static RestDomain Build(RestApiSettings settings, GeneratedResource api)
    {
        var made = new RestDomain();
        if (settings.Domain is { } given)
        {
            made.Add(new(settings, settings.Subject.Map(given, "Domain")), api);
        }

        return made;
    }

    private void Add(RestDomainName name, GeneratedResource api)
    {
        var domain = name.Build();
        Resources.Add(domain);
        Resources.AddRange(BasePathMappings.Build(name, domain, api));
        if (name.Config.Get("Route53") is { } route53)
        {
            Resources.Add(RestDomainRecords.Build(name, name.Subject.Map(route53, "Domain.Route53"), domain));
        }

        if (name.IsPrivate && name.Config.Get("AccessAssociation") is { } association)
        {
            Association.Add(Associate(name, name.Subject.Map(association, "Domain.AccessAssociation"), domain));
        }
    }

    private static GeneratedResource Associate(RestDomainName name, MapValue config, GeneratedResource domain)
    {
        var endpoint = config.Get("VpcEndpointId");
        var id = HashedId.Of("DomainNameAccessAssociation", Values.List(endpoint ?? new NullValue(), domain.Id));
        var association = name.Make(Shapes.AccessAssociation, id);
        association["AccessAssociationSource"] = endpoint;
        association["AccessAssociationSourceType"] = "VPCE";
        association["DomainNameArn"] = domain.Ref();
        return association;
    }
}
