using Serverless.Sam.Errors;
using Serverless.Sam.Resources;
using Serverless.Templates;

namespace Serverless.Sam.Expanders.GraphQLApis;

/// <summary>The resolvers of fields, each a pipeline of functions.</summary>
internal static class GraphQLResolvers
{
    // What stands before and after the functions when the user writes nothing: nothing happens, and the last result is the answer.
    private const string DefaultCode =
        """

        export function request(ctx) {
            return {};
        }

        export function response(ctx) {
            return ctx.prev.result;
        }

        """;

    /// <param name="api">The API.</param>
    /// <param name="functionIds">The ids of the functions by their names.</param>
    public static void Add(GraphQLApi api, Dictionary<string, TemplateValue> functionIds)
    {
        foreach (var (type, fields) in GraphQLApi.Members(api.Settings["Resolvers"].AsMap()))
        {
            foreach (var (field, settings) in GraphQLApi.Members(fields))
            {
                Add(api, type, field, settings, functionIds);
            }
        }
    }

    private static void Add(GraphQLApi api, MapKey type, MapKey field, MapValue settings, Dictionary<string, TemplateValue> functionIds)
    {
        var subject = api.SubjectOf(field, settings);
        var hasCode = GraphQLCode.HasCode(settings, subject);
        var runtime = hasCode
            ? GraphQLCode.Runtime(field, settings, subject)
            : Values.Map(("Name", "APPSYNC_JS"), ("RuntimeVersion", "1.0.0"));
        var functions = Pipeline(field, settings, functionIds, subject);
        var resolver = api.Add(GraphQLShapes.Resolver, api.Id + type.Text + field.Text, settings);
        resolver.DependsOn = Values.List(api.SchemaId);
        resolver["ApiId"] = api.ApiId;
        resolver["CachingConfig"] = settings["Caching"];
        GraphQLCode.Set(resolver, settings);
        if (!hasCode)
        {
            resolver["Code"] = DefaultCode.ReplaceLineEndings("\n");
        }

        resolver["FieldName"] = GraphQLApi.Truthy(settings["FieldName"]) ?? field.Text;
        resolver["Kind"] = "PIPELINE";
        resolver["MaxBatchSize"] = GraphQLApi.Truthy(settings["MaxBatchSize"]);
        resolver["PipelineConfig"] = Values.Map(("Functions", functions));
        resolver["Runtime"] = runtime;
        resolver["TypeName"] = new StringValue(type.Text) { Span = type.Span };
    }

    private static ListValue Pipeline(MapKey field, MapValue settings, Dictionary<string, TemplateValue> functionIds, Subject subject)
    {
        if (settings["Pipeline"] is not ListValue { Count: > 0 } names)
        {
            throw subject.Error(
                $"Resolver '{field.Text}' must have Pipeline defined. Unit resolvers are not supported. If you need a Unit resolver you can use "
                + "AppSync resource.",
                settings);
        }

        return new(names.Select(name => functionIds.TryGetValue(name.AsString()!, out var id)
            ? id
            : throw subject.Error($"Function '{name.AsString()}' does not exist.", name)));
    }
}
