using Serverless.Sam.Errors;
using Serverless.Sam.Resources;
using Serverless.Templates;

namespace Serverless.Sam.Connectors;

/// <summary>The source or destination of a connector, known by the logical id of a resource or by what the template tells of it.</summary>
/// <param name="Name"><c>Source</c> or <c>Destination</c>.</param>
/// <param name="Type">Its CloudFormation type.</param>
/// <param name="Known">What is known of it: its ARN and so on.</param>
internal sealed record ConnectorEnd(string Name, string Type, MapValue Known)
{
    private static readonly Dictionary<string, string> _typesBySamType = new()
    {
        [SamTypes.Function] = "AWS::Lambda::Function",
        [SamTypes.SimpleTable] = "AWS::DynamoDB::Table",
        [SamTypes.StateMachine] = "AWS::StepFunctions::StateMachine",
        [SamTypes.Api] = "AWS::ApiGateway::RestApi",
        [SamTypes.HttpApi] = "AWS::ApiGatewayV2::Api",
    };

    /// <summary>Its logical id; null when the template tells of it by other means.</summary>
    public string? Id { get; private init; }

    /// <summary>The type that the user gave it, SAM's where it is a resource of SAM.</summary>
    public string UserType { get; private init; } = Type;

    private MapValue? Resource { get; init; }

    /// <exception cref="SamErrorException">It says too little, too much, or names a resource that is not there.</exception>
    public static ConnectorEnd Read(string name, MapValue reference, Subject subject, TransformRun run)
    {
        var isById = reference.ContainsKey("Id");
        if (isById == reference.Any(member => member.Key.Text is not ("Id" or "Qualifier")))
        {
            throw subject.Error("Must provide 'Id' (with optional 'Qualifier') or a supported combination of other properties.", reference);
        }

        return isById && reference["Id"] is { IsTruthy: true } id
            ? ById(name, id as StringValue ?? throw Missing("Id", id, subject), reference, subject, run)
            : ByValues(name, reference, subject);
    }

    /// <summary>The name of its role. A rule has a role for each target, and the one for the other end counts.</summary>
    /// <exception cref="SamErrorException">Nothing tells the role.</exception>
    public TemplateValue RoleName(ConnectorEnd other, Subject subject)
    {
        var role = Resource is null ? Known.Get("RoleName") : RoleOf(Resource, other);
        return role is { IsTruthy: true } ? role : throw subject.Error($"Unable to get IAM role name from '{Name}' resource.", Known);
    }

    private static ConnectorEnd ById(string name, StringValue id, MapValue reference, Subject subject, TransformRun run)
    {
        var resource = run.FindResource(id.Value) ?? throw subject.Error($"Unable to find resource with logical ID '{id.Value}'.", id);
        var type = resource["Type"] is StringValue { Value.Length: > 0 } text ? text.Value : throw Missing("Type", id, subject);
        var values = new MapValue { Span = reference.Span };
        foreach (var (member, written) in ConnectorProfiles.TypeOf(type).Values)
        {
            values.Set(member, ValueOf(written, id));
        }

        values.SetIfPresent("Qualifier", reference["Qualifier"]);
        var userType = run.InputResources[id.Value].AsMap()?["Type"].AsString() ?? type;
        return new(name, type, values) { Id = id.Value, UserType = userType, Resource = resource };
    }

    private static ConnectorEnd ByValues(string name, MapValue reference, Subject subject) =>
        reference["Type"] is StringValue { Value.Length: > 0 } type
            ? new(name, _typesBySamType.GetValueOrDefault(type.Value, type.Value), reference)
            : throw Missing("Type", reference["Type"] ?? reference, subject);

    private static SamErrorException Missing(string property, TemplateValue at, Subject subject) =>
        subject.Error($"'{property}' is missing or not a string.", at);

    private static TemplateValue ValueOf(string written, StringValue id) => written[0] switch
    {
        '@' => Intrinsic.Ref(id),
        '.' => Intrinsic.GetAtt(id, written[1..]),
        _ => written,
    };

    private MapValue? RoleOf(MapValue resource, ConnectorEnd other)
    {
        var properties = resource["Properties"].AsMap();
        var role = ConnectorProfiles.TypeOf(Type).RoleProperty switch
        {
            null => null,
            "Targets" => TargetOf(properties, other)?["RoleArn"],
            var property => properties?[property],
        };
        return Values.IdOf(role) is { Length: > 0 } id ? Intrinsic.Ref(id) : null;
    }

    private static MapValue? TargetOf(MapValue? rule, ConnectorEnd other) =>
        rule?["Targets"].AsList()?.OfType<MapValue>().FirstOrDefault(target => target["Arn"] is { } arn && other.IsKnownAs(arn));

    private bool IsKnownAs(TemplateValue arn) => (Id is not null && Values.IdOf(arn) == Id) || arn.ContentEquals(Known["Arn"]);
}
