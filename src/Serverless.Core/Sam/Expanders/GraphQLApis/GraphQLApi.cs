using Serverless.Sam.Connectors;
using Serverless.Sam.Errors;
using Serverless.Sam.Resources;
using Serverless.Templates;

namespace Serverless.Sam.Expanders.GraphQLApis;

/// <summary>A GraphQL API on its way to CloudFormation: what the user wrote, checked, and what was made of it so far.</summary>
/// <param name="Resource">The user's resource.</param>
/// <param name="Settings">Its properties in the form of the model.</param>
/// <param name="Run">The transform.</param>
/// <param name="Output">Where resources go.</param>
internal sealed record GraphQLApi(SamResource Resource, MapValue Settings, TransformRun Run, List<GeneratedResource> Output)
{
    public string Id => Resource.Id;

    public MapValue ApiId => Intrinsic.GetAtt(Id, "ApiId");

    public string SchemaId => Id + "Schema";

    /// <summary>Makes a resource that inherits all of the API's attributes, and adds it.</summary>
    public GeneratedResource Add(ResourceShape shape, string id, TemplateValue? at)
    {
        var made = new GeneratedResource(shape, id, (at?.Span ?? default).Or(Resource.Span), Resource.Attributes) { DependsOn = Resource.DependsOn };
        Output.Add(made);
        return made;
    }

    /// <summary>Lets a part of the API use something else. What is made for that inherits nothing.</summary>
    public void Connect(string id, MapValue source, MapValue destination, ListValue permissions)
    {
        var request = new ConnectorRequest(id, new(SamErrorKind.Resource, id, Resource.Span))
        {
            Source = source,
            Destination = destination,
            Permissions = permissions,
        };
        Output.AddRange(Connection.Connect(request, Run));
    }

    /// <summary>The members of a setting that is a map; none when it is missing.</summary>
    public static IEnumerable<(MapKey Key, MapValue Value)> Members(MapValue? map) =>
        (map ?? []).Select(member => (member.Key, (MapValue)member.Value));

    /// <summary>Blames a part of the API by its own name, as the service does.</summary>
    public Subject SubjectOf(MapKey key, TemplateValue at) => new(SamErrorKind.Resource, key.Text, key.Span.Or(at.Span).Or(Resource.Span));

    public static TemplateValue? Truthy(TemplateValue? value) => value.IsTruthy() ? value : null;
}
