using Serverless.Sam.Policies;
using Serverless.Sam.Python;
using Serverless.Sam.Resources;
using Serverless.Templates;

namespace Serverless.Sam.Expanders.Functions;

/// <summary>What becomes of asynchronous invocations: retries, and destinations for success and failure.</summary>
internal sealed class EventInvoke
{
    private readonly SamResource _resource;
    private readonly TransformRun _run;
    private readonly List<GeneratedResource> _resources;
    private readonly List<MapValue> _policies = [];
    private readonly string _id;

    private EventInvoke(SamResource resource, TransformRun run, List<GeneratedResource> resources)
    {
        _resource = resource;
        _run = run;
        _resources = resources;
        _id = resource.Id + "EventInvokeConfig";
    }

    /// <summary>Adds the configuration, and the queues and topics that it needs.</summary>
    /// <returns>The policies by which the function may reach its destinations.</returns>
    public static List<MapValue> Add(SamResource resource, GeneratedResource? alias, TransformRun run, List<GeneratedResource> resources)
    {
        if (!resource["EventInvokeConfig"].IsTruthy())
        {
            return [];
        }

        var invoke = new EventInvoke(resource, run, resources);
        invoke.Add(resource.Subject.Map(run.Parameters.Resolve(resource["EventInvokeConfig"]), "EventInvokeConfig"), alias);
        return invoke._policies;
    }

    private void Add(MapValue config, GeneratedResource? alias)
    {
        var made = new GeneratedResource(Shapes.EventInvokeConfig, _id, config.Span.Or(_resource.Span), _resource.Attributes)
        {
            DependsOn = alias is null ? null : Values.List(alias.Id),
        };
        made["DestinationConfig"] = Destinations(config.Get("DestinationConfig"));
        made["FunctionName"] = Intrinsic.Ref(_resource.Id);
        made["Qualifier"] = alias?["Name"] ?? "$LATEST";
        made["MaximumEventAgeInSeconds"] = config.Get("MaximumEventAgeInSeconds");
        made["MaximumRetryAttempts"] = config.Get("MaximumRetryAttempts");
        _resources.Add(made);
    }

    private MapValue Destinations(TemplateValue? config)
    {
        var destinations = new MapValue();
        if (!config.IsTruthy())
        {
            return destinations;
        }

        var map = _resource.Subject.Map(config, "EventInvokeConfig.DestinationConfig");
        foreach (var name in (string[])["OnSuccess", "OnFailure"])
        {
            if (map.Get(name) is { } value)
            {
                var written = _resource.Subject.Map(value, $"EventInvokeConfig.DestinationConfig.{name}");
                var destination = Destination(written, _id + name);
                written["Destination"] = destination;
                destinations[name] = Values.Map(("Destination", destination));
            }
        }

        return destinations;
    }

    private TemplateValue Destination(MapValue config, string id)
    {
        var type = config.Get("Type").AsString();
        if (type is not ("SQS" or "SNS" or "EventBridge" or "Lambda" or "S3Bucket"))
        {
            throw _resource.Error(
                $"'Type: {PythonText.Str(config["Type"])}' must be one of ['SQS', 'SNS', 'EventBridge', 'Lambda', 'S3Bucket']", config.Get("Type") ?? config);
        }

        var given = config.Get("Destination");
        var (condition, other) = ConditionOf(given);
        var destination = given is null || condition is not null ? Generated(config, type, id, condition, other) : given;
        _policies.Add(PolicyFor(type, destination, id));
        return destination;
    }

    // A queue or topic of SAM's own: always, or under the condition that leaves the destination open.
    private MapValue Generated(MapValue config, string type, string id, StringValue? condition, TemplateValue? other)
    {
        if (type is not ("SQS" or "SNS"))
        {
            throw _resource.Error("Destination is required if Type is not ['SQS', 'SNS']", config);
        }

        var both = Combine(_resource.Attributes.Get("Condition"), condition);
        var (shape, suffix) = type == "SQS" ? (Shapes.Queue, "Queue") : (Shapes.Topic, "Topic");
        var made = new GeneratedResource(shape, id + suffix, config.Span.Or(_resource.Span), _resource.PassedOn);
        if (both.IsTruthy())
        {
            made.Attributes["Condition"] = both;
        }

        _resources.Add(made);
        return condition is null ? made.Arn() : Values.If(condition, made.Arn(), other.IsTruthy() ? other : null);
    }

    private static MapValue PolicyFor(string type, TemplateValue arn, string id) => type switch
    {
        "SQS" => RolePolicies.SendToQueue(arn, id),
        "SNS" => RolePolicies.PublishToTopic(arn, id),
        "EventBridge" => RolePolicies.PutEvents(arn, id),
        "Lambda" => RolePolicies.InvokeFunction(arn, id),
        _ => RolePolicies.WriteToBucket(arn, id),
    };

    // The condition under which an Fn::If leaves the destination open, and what it is otherwise.
    private (StringValue? Condition, TemplateValue? Other) ConditionOf(TemplateValue? destination)
    {
        if (!Values.TryIf(destination, out var argument))
        {
            return default;
        }

        if (argument is not ListValue { Count: 3 } items)
        {
            throw (_resource.Subject with { Id = _id }).Error("Malformed 'Destination' property: Fn::If requires 3 arguments.", destination);
        }

        if (Values.IsNoValue(items[1]) == Values.IsNoValue(items[2]))
        {
            return default;
        }

        var condition = items[0] as StringValue ?? throw _resource.Error("Malformed 'Destination' property: Fn::If requires the name of a condition.", destination);
        if (Values.IsNoValue(items[1]))
        {
            return (condition, items[2]);
        }

        var name = "NOT" + condition.Value + HashedId.Digits(_id);
        _run.AddCondition(name, Values.Not(condition));
        return (new StringValue(name) { Span = condition.Span }, items[1]);
    }

    private TemplateValue? Combine(TemplateValue? ofResource, StringValue? ofProperty)
    {
        if (ofResource is null || ofProperty is null)
        {
            return ofResource ?? ofProperty;
        }

        var name = $"{PythonText.Str(ofResource)}AND{ofProperty.Value}{HashedId.Digits(_resource.Id)}";
        // The service wraps each name twice.
        _run.AddCondition(name, new MapValue(new MapEntry("Fn::And", Values.List(Wrapped(ofResource), Wrapped(ofProperty)))));
        return new StringValue(name) { Span = ofProperty.Span };

        static MapValue Wrapped(TemplateValue condition) => Values.Map(("Condition", Values.Map(("Condition", condition))));
    }
}
