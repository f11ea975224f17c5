using Serverless.Sam.Errors;
using Serverless.Sam.OpenApi;
using Serverless.Sam.Resources;
using Serverless.Templates;

namespace Serverless.Sam.ImplicitApis;

/// <summary>
/// The API that exists because events call for it without naming one, and the routes of events in the documents of all APIs of its kind.
/// The kinds differ in names and in the form of the document.
/// </summary>
internal abstract class ImplicitApi(MapValue root)
{
    // Condition of each route's function, or null, by API, path and method as the event writes it.
    private readonly Dictionary<string, Dictionary<string, Dictionary<string, string?>>> _conditions = [];
    private readonly Dictionary<string, List<(TemplateValue? Deletion, TemplateValue? Replacement)>> _policies = [];

    /// <summary>The logical id of the implicit API.</summary>
    protected abstract string ImplicitId { get; }

    /// <summary>The name of the condition for an API whose every route has one.</summary>
    protected abstract string ConditionName { get; }

    /// <summary>The type of the events.</summary>
    protected abstract string EventType { get; }

    /// <summary>The type of the API.</summary>
    protected abstract string ApiType { get; }

    /// <summary>The property by which an event names its API.</summary>
    protected abstract string ApiIdProperty { get; }

    protected MapValue Resources { get; } = (MapValue)root["Resources"]!;

    /// <exception cref="SamDocumentException">Events are invalid; all of them are reported.</exception>
    public void Apply()
    {
        var existing = Resources[ImplicitId]?.DeepClone();
        AddImplicitApi();
        var errors = new List<SamError>();
        foreach (var (key, body, type) in SamTypes.ClassicResources(Resources))
        {
            if (type is SamTypes.Function or SamTypes.StateMachine)
            {
                AddEvents(key, body, type, errors);
            }
        }

        SetCondition();
        SetPolicies();
        SetPathConditions();
        RemoveWhenEmpty(existing);
        if (errors.Count > 0)
        {
            throw new SamDocumentException(errors);
        }
    }

    /// <summary>The properties of the implicit API while it has no routes.</summary>
    protected abstract MapValue NewProperties();

    protected abstract bool IsValid(TemplateValue? definition);

    protected abstract ApiDocument Open(TemplateValue? definition);

    /// <summary>Checks one event and completes its properties; null when the event is left alone.</summary>
    protected abstract MapValue? PropertiesOf(MapValue source, Subject subject);

    /// <summary>Whatever a kind of API does with an event besides its route.</summary>
    protected virtual void AddSettings(MapValue properties, string apiId, string? condition, Subject subject)
    {
    }

    protected static string? IdOf(TemplateValue? api) => (api is MapValue map && map["Ref"] is { } name ? name : api).AsString();

    /// <summary>Names the implicit API where the event names none, and gives it the owner's tags when they are to be propagated.</summary>
    protected void CompleteApiId(MapValue properties, MapValue owner, string ownerType)
    {
        if (properties.ContainsKey(ApiIdProperty))
        {
            return;
        }

        var own = owner["Properties"].AsMap();
        var globals = root["Globals"].AsMap()?[ownerType[SamTypes.Prefix.Length..]].AsMap();
        if (Setting("PropagateTags").IsTruthy() && Setting("Tags") is MapValue { Count: > 0 } tags && Resources[ImplicitId] is MapValue api)
        {
            var apiProperties = (MapValue)api["Properties"]!;
            ((MapValue)apiProperties.GetOrAdd("Tags", () => new MapValue())).Update(tags);
            apiProperties["PropagateTags"] = true;
        }

        properties[ApiIdProperty] = Intrinsic.Ref(ImplicitId);

        TemplateValue? Setting(string name) => own?[name] is { IsTruthy: true } value ? value : globals?[name];
    }

    private void AddImplicitApi()
    {
        var body = Values.Map(("Type", ApiType), ("Properties", NewProperties()));
        if (Resources.KeyOf(ImplicitId) is null)
        {
            Resources.Set(new MapKey(ImplicitId) { Span = FirstEventSpan() }, body);
        }
        else
        {
            Resources[ImplicitId] = body;
        }
    }

    // The first event that calls for the API is the place that caused it.
    private Text.SourceSpan FirstEventSpan()
    {
        foreach (var (_, body, type) in SamTypes.ClassicResources(Resources))
        {
            if (type is SamTypes.Function or SamTypes.StateMachine && EventsOf(body).FirstOrDefault(NamesNoApi).Key is { } key)
            {
                return key.Span;
            }
        }

        return default;
    }

    private bool NamesNoApi(MapEntry source) => ((MapValue)source.Value)["Properties"].AsMap()?.ContainsKey(ApiIdProperty) is not true;

    private IEnumerable<MapEntry> EventsOf(MapValue owner) =>
        from entry in owner["Properties"].AsMap()?["Events"].AsMap() ?? []
        where entry.Value is MapValue source && source["Type"].IsText(EventType)
        select entry;

    private void AddEvents(MapKey ownerKey, MapValue owner, string ownerType, List<SamError> errors)
    {
        try
        {
            foreach (var (key, source) in EventsOf(owner).ToList())
            {
                AddEvent(new Subject(SamErrorKind.Event, key.Text, key.Span.Or(source.Span)), (MapValue)source, owner, ownerType);
            }
        }
        catch (SamErrorException invalid) when (invalid.Error.Kind == SamErrorKind.Event)
        {
            errors.Add(new(SamErrorKind.EventOfResource, ownerKey.Text, invalid.Error.Message, invalid.Error.Span, invalid.Error.Help));
        }
    }

    private void AddEvent(Subject subject, MapValue source, MapValue owner, string ownerType)
    {
        if (PropertiesOf(source, subject) is not { } properties)
        {
            return;
        }

        CompleteApiId(properties, owner, ownerType);
        CompleteRoute(properties);
        subject.Required(properties.Get("Path"), "Path");
        subject.Required(properties.Get("Method"), "Method");
        var id = IdOf(properties.Get(ApiIdProperty)) ?? throw subject.Error($"Property '{ApiIdProperty}' should be a string.", properties[ApiIdProperty]);
        var path = subject.String(properties.Get("Path"), "Path").Value;
        var method = subject.String(properties.Get("Method"), "Method").Value;
        var condition = owner["Condition"].AsString();
        Record(id, path, method, condition, owner);
        AddRoute(id, path, method, properties, subject);
        AddSettings(properties, id, condition, subject);
    }

    /// <summary>What path and method mean when the event names neither.</summary>
    protected virtual void CompleteRoute(MapValue properties)
    {
    }

    private void Record(string id, string path, string method, string? condition, MapValue owner)
    {
        if (!_conditions.TryGetValue(id, out var paths))
        {
            _conditions[id] = paths = [];
        }

        if (!paths.TryGetValue(path, out var methods))
        {
            paths[path] = methods = [];
        }

        methods[method] = condition;
        if (!_policies.TryGetValue(id, out var policies))
        {
            _policies[id] = policies = [];
        }

        policies.Add((owner["DeletionPolicy"], owner["UpdateReplacePolicy"]));
    }

    private void AddRoute(string id, string path, string method, MapValue properties, Subject subject)
    {
        var api = Resources[id].AsMap();
        var type = api?["Type"].AsString();
        if (api is null || (type == SamTypes.HttpApi && type != ApiType))
        {
            throw subject.Error(
                $"{ApiIdProperty} must be a valid reference to an '{ApiType}' resource in same template.", properties[ApiIdProperty]);
        }

        // A document that the user wrote is the user's to complete.
        if (api["Properties"] is MapValue own && IsValid(own["DefinitionBody"]) && own[DefaultDefinitionBody.Managed].IsTruthy())
        {
            var document = Open(own["DefinitionBody"]);
            document.AddPath(path, method);
            own["DefinitionBody"] = document.Root;
        }
    }

    private void SetCondition()
    {
        if (!_conditions.TryGetValue(ImplicitId, out var paths))
        {
            return;
        }

        var names = paths.Values.SelectMany(methods => methods.Values).Distinct().ToList();
        if (!names.Contains(null))
        {
            ((MapValue)Resources[ImplicitId]!)["Condition"] = CombinedName(names!, ConditionName);
        }
    }

    private void SetPolicies()
    {
        if (!_policies.TryGetValue(ImplicitId, out var policies))
        {
            return;
        }

        var api = (MapValue)Resources[ImplicitId]!;
        api.SetIfPresent("DeletionPolicy", Strongest(policies.Select(policy => policy.Deletion), "Retain", "Delete"));
        api.SetIfPresent("UpdateReplacePolicy", Strongest(policies.Select(policy => policy.Replacement), "Retain", "Snapshot", "Delete"));
    }

    private static StringValue? Strongest(IEnumerable<TemplateValue?> given, params string[] strongestFirst)
    {
        var all = given.ToList();
        return strongestFirst.Where(name => all.Exists(value => value.IsText(name))).Select(name => new StringValue(name)).FirstOrDefault();
    }

    private void SetPathConditions()
    {
        foreach (var (key, api, type) in SamTypes.ClassicResources(Resources))
        {
            if (type == ApiType && api["Properties"] is MapValue properties && properties[DefaultDefinitionBody.Managed].IsTruthy())
            {
                SetPathConditions(key.Text, Open(properties["DefinitionBody"]));
            }
        }
    }

    private void SetPathConditions(string id, ApiDocument document)
    {
        foreach (var path in document.Paths.Keys.ToList())
        {
            if (!_conditions.TryGetValue(id, out var paths) || !paths.TryGetValue(path, out var methods))
            {
                continue;
            }

            var names = methods.Values.Distinct().ToList();
            if (!names.Contains(null))
            {
                document.MakeConditional(path, CombinedName(names!, PathConditionName(id, path)));
            }
        }
    }

    private static string PathConditionName(string id, string path) =>
        id + path.Replace("/", "SLASH", StringComparison.Ordinal).Replace("{", "OB", StringComparison.Ordinal).Replace("}", "CB", StringComparison.Ordinal) + "PathCondition";

    // One condition is used as it is; several are combined into one that the template gets.
    private string CombinedName(List<string> names, string name)
    {
        if (names is [var only])
        {
            return only;
        }

        var conditions = (MapValue)root.GetOrAdd("Conditions", () => new MapValue());
        foreach (var (key, condition) in CombinedCondition.Of(names.Order(Python.CodePointComparer.Instance), name))
        {
            conditions.Set(key, condition);
        }

        return name;
    }

    private void RemoveWhenEmpty(TemplateValue? existing)
    {
        if (Resources[ImplicitId].AsMap()?["Properties"].AsMap()?["DefinitionBody"].AsMap()?["paths"] is not MapValue { Count: 0 })
        {
            return;
        }

        if (existing is null)
        {
            Resources.Remove(ImplicitId);
        }
        else
        {
            Resources[ImplicitId] = existing;
        }
    }
}
