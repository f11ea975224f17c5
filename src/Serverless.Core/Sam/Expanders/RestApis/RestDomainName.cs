using Serverless.Sam.Errors;
using Serverless.Sam.Resources;
using Serverless.Templates;

namespace Serverless.Sam.Expanders.RestApis;

/// <summary>The domain name itself.</summary>
/// <param name="settings">The API.</param>
/// <param name="config">What the template says of the domain.</param>
internal sealed class RestDomainName(RestApiSettings settings, MapValue config)
{
    public Subject Subject => settings.Subject;

    public TransformRun Run => settings.Run;

    public string ApiId => settings.Resource.Id;

    public MapValue Config => config;

    /// <summary>REGIONAL, EDGE or PRIVATE. What the template says if it says something, whatever it is.</summary>
    public TemplateValue Endpoint => config.Get("EndpointConfiguration") ?? "REGIONAL";

    public bool IsPrivate => Endpoint.IsText("PRIVATE");

    public GeneratedResource Make(ResourceShape shape, string id) => settings.Make(shape, id, config.Span);

    /// <summary>The domain; its configuration gets the id and the kind of endpoint unless the domain is private.</summary>
    /// <exception cref="SamErrorException">The configuration is invalid.</exception>
    public GeneratedResource Build()
    {
        var name = Subject.Required(config, "DomainName", "Domain.DomainName");
        var certificate = Subject.Required(config, "CertificateArn", "Domain.CertificateArn");
        var domain = IsPrivate
            ? Make(Shapes.PrivateDomain, HashedId.Of("ApiGatewayDomainNameV2", name))
            : Make(Shapes.RestDomain, HashedId.Of("ApiGatewayDomainName", name));
        domain["DomainName"] = name;
        if (!IsPrivate)
        {
            config["ApiDomainName"] = domain.Id;
            config["EndpointConfiguration"] = Endpoint;
            CheckEndpoint();
            domain["MutualTlsAuthentication"] = MutualTls();
        }

        domain[Endpoint.IsText("REGIONAL") ? "RegionalCertificateArn" : "CertificateArn"] = certificate;
        domain["EndpointConfiguration"] = Values.Map(("Types", Values.List(Endpoint)), ("IpAddressType", config.Get("IpAddressType")));
        foreach (var property in (ReadOnlySpan<string>)["SecurityPolicy", "EndpointAccessMode", "Policy", "OwnershipVerificationCertificateArn"])
        {
            Copy(property, domain);
        }

        return domain;
    }

    private void CheckEndpoint()
    {
        if (Endpoint.AsString() is not ("EDGE" or "REGIONAL"))
        {
            throw Subject.Error("EndpointConfiguration for Custom Domains must be one of ['EDGE', 'REGIONAL', 'PRIVATE'].", Endpoint);
        }
    }

    private void Copy(string property, GeneratedResource domain)
    {
        if (config[property] is not { IsTruthy: true } value)
        {
            return;
        }

        if (domain.Shape.IndexOf(property) < 0)
        {
            throw (Subject with { Id = domain.Id }).ErrorAtName($"property {property} not defined for resource of type {domain.Shape.Type}", config, property);
        }

        domain[property] = value;
    }

    private MapValue? MutualTls()
    {
        if (config["MutualTlsAuthentication"] is not { IsTruthy: true } given)
        {
            return null;
        }

        var map = Subject.Map(given, "Domain.MutualTlsAuthentication");
        if (map.Keys.FirstOrDefault(key => key is not ("TruststoreUri" or "TruststoreVersion")) is { } unknown)
        {
            throw Subject.ErrorAtName("Available Domain.MutualTlsAuthentication fields are ['TruststoreUri', 'TruststoreVersion'].", map, unknown);
        }

        return Values.Map(("TruststoreUri", Truthy(map["TruststoreUri"])), ("TruststoreVersion", Truthy(map["TruststoreVersion"])));
    }

    private static TemplateValue? Truthy(TemplateValue? value) => value is { IsTruthy: true } ? value : null;
}
