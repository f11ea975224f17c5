using Serverless.Sam.Python;
using Serverless.Sam.Resources;
using Serverless.Templates;
using static Serverless.Sam.Resources.PropertyRule;

namespace Serverless.Sam.Expanders;

/// <summary>AWS::Serverless::SimpleTable: a table with one key.</summary>
internal sealed class SimpleTableExpander : Expander
{
    private static readonly string[] _copied = ["PointInTimeRecoverySpecification", "ProvisionedThroughput", "SSESpecification", "TableName"];

    public override PropertyTable Properties { get; } = new(
        SamTypes.SimpleTable,
        Any("PointInTimeRecoverySpecification"),
        MapOfStrings("PrimaryKey"),
        MapOfIntegersOrMaps("ProvisionedThroughput"),
        StringOrMap("TableName"),
        Map("Tags"),
        Map("SSESpecification"));

    public override List<GeneratedResource> Expand(SamResource resource, TransformRun run)
    {
        var table = new GeneratedResource(Shapes.Table, resource.Id, resource.Span, resource.Attributes) { DependsOn = resource.DependsOn };
        var (name, type) = KeyOf(resource);
        table["AttributeDefinitions"] = Values.List(Values.Map(("AttributeName", name), ("AttributeType", type)));
        table["KeySchema"] = Values.List(Values.Map(("AttributeName", name), ("KeyType", "HASH")));
        foreach (var property in _copied)
        {
            table[property] = resource[property] is { IsTruthy: true } value ? value : null;
        }

        table["BillingMode"] = table["ProvisionedThroughput"] is null ? new StringValue("PAY_PER_REQUEST") : null;
        table["Tags"] = resource["Tags"] is MapValue { Count: > 0 } tags ? Tags.ToList(tags) : null;
        return [table];
    }

    private static (TemplateValue Name, TemplateValue Type) KeyOf(SamResource resource)
    {
        if (resource["PrimaryKey"] is not MapValue { Count: > 0 } key)
        {
            return ("id", "S");
        }

        var name = resource.Subject.Required(key, "Name", "PrimaryKey.Name");
        var type = resource.Subject.Required(key, "Type", "PrimaryKey.Type");
        return (name, type.AsString() switch
        {
            "String" => "S",
            "Number" => "N",
            "Binary" => "B",
            _ => throw resource.Error($"Invalid 'Type' \"{PythonText.Str(type)}\".", type, "Use String, Number or Binary."),
        });
    }
}
