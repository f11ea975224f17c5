using Serverless.Sam.Errors;
using Serverless.Sam.Resources;
using Serverless.Templates;
using static Serverless.Sam.Resources.PropertyRule;

namespace Serverless.Sam.Expanders;

/// <summary>AWS::Serverless::Application: a nested stack, whose template lies at a URL or in the AWS Serverless Application Repository.</summary>
internal sealed class ApplicationExpander : Expander
{
    private const string Url = "TemplateUrl";

    private static readonly string[] _copied = ["Parameters", "NotificationARNs", "TimeoutInMinutes"];

    private static readonly ResourceShape _stack = new(
        "AWS::CloudFormation::Stack", "TemplateURL", "Parameters", "NotificationARNs", "Tags", "TimeoutInMinutes");

    public override PropertyTable Properties { get; } = new(
        SamTypes.Application,
        StringOrMap("Location").Required(),
        Any(Url),
        Map("Parameters"),
        StringsOrMaps("NotificationARNs"),
        Map("Tags"),
        Integer("TimeoutInMinutes"));

    /// <summary>Replaces the location by the template's URL, in a property that the service keeps for it.</summary>
    public override void Prepare(MapValue properties, Subject subject, TransformRun run)
    {
        RequireKey(properties, "Location", subject);
        properties[Url] = properties["Location"] switch
        {
            MapValue location => UrlOf(location, subject, run),
            var url => url!,
        };
    }

    public override List<GeneratedResource> Expand(SamResource resource, TransformRun run)
    {
        var stack = new GeneratedResource(_stack, resource.Id, resource.Span, resource.PassedOn) { DependsOn = resource.DependsOn };
        stack["TemplateURL"] = resource[Url] is { IsTruthy: true } url ? url : "";
        foreach (var property in _copied)
        {
            stack[property] = resource[property];
        }

        var location = resource["Location"].AsMap();
        var tags = Values.Map(
            ("serverlessrepo:applicationId", location?["ApplicationId"]), ("serverlessrepo:semanticVersion", location?["SemanticVersion"]));
        stack["Tags"] = Tags.WithCreator(resource, resource["Tags"], tags);
        return [stack];
    }

    private static TemplateValue UrlOf(MapValue location, Subject subject, TransformRun run)
    {
        RequireKey(location, "ApplicationId", subject);
        RequireKey(location, "SemanticVersion", subject);
        var id = location.Get("ApplicationId") ?? throw subject.Error("Property 'ApplicationId' is required.", location["ApplicationId"]);
        RequireResolved(id, "ApplicationId", subject);
        var version = location["SemanticVersion"] is { IsTruthy: true } given
            ? given
            : throw subject.Error("Property 'SemanticVersion' cannot be blank.", location["SemanticVersion"]);
        RequireResolved(version, "SemanticVersion", subject);
        return run.Applications.UrlOf(id, version);
    }

    private static void RequireKey(MapValue map, string key, Subject subject)
    {
        if (!map.ContainsKey(key))
        {
            throw subject.Error($"Resource is missing the required [{key}] property.", map);
        }
    }

    private static void RequireResolved(TemplateValue value, string name, Subject subject)
    {
        if (value is MapValue)
        {
            throw subject.Error(
                $"Property '{name}' cannot be resolved. Only FindInMap and Ref intrinsic functions are supported.", value);
        }
    }
}
