using Serverless.Sam.Errors;
using Serverless.Sam.Resources;
using Serverless.Templates;

namespace Serverless.Sam.Expanders.GraphQLApis;

/// <summary>The functions of which resolvers are built.</summary>
internal sealed class GraphQLFunctions(GraphQLApi api, Dictionary<string, GeneratedResource> sources)
{
    private bool _needsNoSource;

    /// <summary>The ids by which AppSync knows the functions, by their names.</summary>
    public Dictionary<string, TemplateValue> Ids { get; } = [];

    private string NoSourceId => api.Id + "NoneDataSource";

    public void Add()
    {
        foreach (var (name, settings) in GraphQLApi.Members(api.Settings["Functions"].AsMap()))
        {
            Ids[name.Text] = GivenId(name, settings) ?? Add(name, settings).GetAtt("FunctionId");
        }
    }

    /// <summary>Adds the data source of functions that have none, when there are such functions.</summary>
    public void AddNoSource()
    {
        if (_needsNoSource)
        {
            var source = api.Add(GraphQLShapes.DataSource, NoSourceId, api.Settings["Functions"]);
            source["ApiId"] = api.ApiId;
            source["Name"] = NoSourceId;
            source["Type"] = "NONE";
        }
    }

    // A function that exists already is only named.
    private TemplateValue? GivenId(MapKey name, MapValue settings)
    {
        if (GraphQLApi.Truthy(settings["Id"]) is not { } id)
        {
            return null;
        }

        return settings.Count == 1
            ? id
            : throw api.SubjectOf(name, settings).Error("'Id' cannot be defined with other properties in Function.", id);
    }

    private GeneratedResource Add(MapKey name, MapValue settings)
    {
        var subject = api.SubjectOf(name, settings);
        var hasCode = GraphQLCode.HasCode(settings, subject);
        if (!hasCode)
        {
            throw subject.Error("One of 'InlineCode' or 'CodeUri' must be set.", settings);
        }

        var source = SourceName(settings, subject);
        var runtime = GraphQLCode.Runtime(name, settings, subject);
        var function = api.Add(GraphQLShapes.Function, api.Id + name.Text, settings);
        function["ApiId"] = api.ApiId;
        GraphQLCode.Set(function, settings);
        function["DataSourceName"] = source;
        function["Description"] = settings["Description"];
        function["MaxBatchSize"] = settings["MaxBatchSize"];
        function["Name"] = GraphQLApi.Truthy(settings["Name"]) ?? name.Text;
        function["Runtime"] = runtime;
        function["SyncConfig"] = settings["Sync"];
        return function;
    }

    private TemplateValue SourceName(MapValue settings, Subject subject)
    {
        var source = GraphQLApi.Truthy(settings["DataSource"]) ?? throw subject.Error("'DataSource' must be set.", settings);
        if (source is not StringValue name)
        {
            return source;
        }

        if (name.Value.Equals("none", StringComparison.OrdinalIgnoreCase))
        {
            _needsNoSource = true;
            return Intrinsic.GetAtt(NoSourceId, "Name");
        }

        return sources.TryGetValue(name.Value, out var declared)
            ? declared.GetAtt("Name")
            : throw subject.Error(
                $"Either define DataSource '{name.Value}' in 'DataSources' or use intrinsic function like GetAtt, ImportValue, Sub or another one "
                + "to reference a DataSource defined outside of this GraphQLApi resource.",
                name,
                sources.Count == 0 ? null : $"The data sources are {string.Join(", ", sources.Keys)}.");
    }
}
