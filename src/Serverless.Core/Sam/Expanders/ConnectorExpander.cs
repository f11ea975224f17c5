using Serverless.Sam.Connectors;
using Serverless.Sam.Resources;
using static Serverless.Sam.Resources.PropertyRule;

namespace Serverless.Sam.Expanders;

/// <summary>AWS::Serverless::Connector: what one resource needs to use another, which is a policy or a permission.</summary>
internal sealed class ConnectorExpander : Expander
{
    public override PropertyTable Properties { get; } = new(
        SamTypes.Connector,
        OnlyMap("Source").Required(),
        MapOrMaps("Destination").Required(),
        Strings("Permissions").Required());

    public override List<GeneratedResource> Expand(SamResource resource, TransformRun run)
    {
        var made = Connection.Connect(ConnectorRequest.Of(resource), run);
        Waiting.Replace(resource.Id, made, run);
        return made;
    }
}
