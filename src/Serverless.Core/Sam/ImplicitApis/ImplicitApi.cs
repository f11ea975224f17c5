using Serverless.Sam.Errors;
using Serverless.Sam.OpenApi;
using Serverless.Sam.Python27;
using Serverless.Sam.Resources;
using Serverless.Templates;

namespace Serverless.Sam.ImplicitApis;

/// <summary>
/// The API that exists because events call for it without naming one, and the routes of events in the documents of all APIs of its kind.
/// The kinds differ in names and in the form of the document.
/// </summary>
internal abstract class ImplicitApi(MapValue root)
{
    private readonly RouteOwners _owners = new();

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

        _owners.Inherit(ImplicitId, (MapValue)Resources[ImplicitId]!, ConditionName, root);
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
    protected virtual void AddSettings(MapValue properties, string apiId, StringValue? condition, Subject subject)
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
            if (type is SamTypes.Function or SamTypes.StateMachine && EventsOf(body).FirstOrDefault(NamesNoApi)?.Key is { } key)
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
            var events = new Python27Map();
            foreach (var (key, source) in EventsOf(owner).ToList())
            {
                events.Set(key, source);
            }

            // In this order even in templates that are not marked.
            foreach (var (key, source) in events)
            {
                AddEvent(new Subject(SamErrorKind.Event, key.Text, key.Span.Or(source.Span)), (MapValue)source, owner, ownerType);
            }

            // The events are there already, but the service sets them again, which makes a map in Python 2.7's order grow.
            owner["Properties"].AsMap()?["Events"].AsMap()?.Update(events);
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
        subject.Required(properties, "Path", "Path");
        subject.Required(properties, "Method", "Method");
        var id = IdOf(properties.Get(ApiIdProperty)) ?? throw subject.Error($"Property '{ApiIdProperty}' should be a string.", properties[ApiIdProperty]);
        var path = subject.String(properties.Get("Path"), "Path").ToKey();
        var method = subject.String(properties.Get("Method"), "Method").ToKey();
        var condition = owner["Condition"] as StringValue;
        _owners.Record(id, path.Text, method.Text, condition, owner);
        AddRoute(id, path, method, properties, subject);
        AddSettings(properties, id, condition, subject);
    }

    /// <summary>What path and method mean when the event names neither.</summary>
    protected virtual void CompleteRoute(MapValue properties)
    {
    }

    private void AddRoute(string id, MapKey path, MapKey method, MapValue properties, Subject subject)
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
            own["DefinitionBody"] = document.Result();
        }
    }

    private void SetPathConditions()
    {
        foreach (var (key, api, type) in SamTypes.ClassicResources(Resources))
        {
            if (type == ApiType && api["Properties"] is MapValue properties && properties[DefaultDefinitionBody.Managed].IsTruthy())
            {
                var document = Open(properties["DefinitionBody"]);
                foreach (var path in document.PathNames)
                {
                    if (_owners.PathCondition(key.Text, path, root) is { } condition)
                    {
                        document.MakeConditional(path, condition);
                    }
                }

                properties["DefinitionBody"] = document.Result();
            }
        }
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
