using Serverless.Sam.Errors;
using Serverless.Sam.Expanders.GraphQLApis;
using Serverless.Sam.Resources;
using Serverless.Sam.Schemas;
using Serverless.Templates;
using static Serverless.Sam.Resources.PropertyRule;

namespace Serverless.Sam.Expanders;

/// <summary>AWS::Serverless::GraphQLApi: the API of AppSync with its schema, data sources, functions and resolvers.</summary>
internal sealed class GraphQLApiExpander : Expander
{
    private static readonly PropertyRule[] _rules =
    [
        Map("Tags"),
        Map("Auth").Required(),
        String("SchemaInline").NoIntrinsic(),
        String("SchemaUri").NoIntrinsic(),
        BooleanOrMap("Logging"),
        Map("DataSources"),
        Map("Functions"),
        Map("Resolvers"),
        Map("ApiKeys"),
        Map("DomainName"),
        Map("Cache"),
        Any("Name"),
        Any("XrayEnabled"),
        Any("Visibility"),
        Any("OwnerContact"),
        Any("IntrospectionConfig"),
        Any("QueryDepthLimit"),
        Any("ResolverCountLimit"),
    ];

    public override PropertyTable Properties { get; } = new(SamTypes.GraphQLApi, _rules);

    /// <summary>Drops what is not known: this type alone is not told about mistyped properties.</summary>
    public override void Prepare(MapValue properties, Subject subject, TransformRun run)
    {
        foreach (var name in properties.Keys.Except(_rules.Select(rule => rule.Name)).ToList())
        {
            properties.Remove(name);
        }
    }

    public override List<GeneratedResource> Expand(SamResource resource, TransformRun run)
    {
        var errors = new List<SchemaError>();
        if (GraphQLModel.Properties.Read(resource.Properties, [], errors) is not MapValue settings)
        {
            throw SchemaReports.First(resource.Subject, errors);
        }

        var api = new GraphQLApi(resource, settings, run, []);
        GraphQLBody.Add(api);
        GraphQLSources.Add(api, out var sources);
        GraphQLBody.AddDomainName(api);
        var functions = new GraphQLFunctions(api, sources);
        functions.Add();
        GraphQLResolvers.Add(api, functions.Ids);
        functions.AddNoSource();
        return api.Output;
    }
}
