using Serverless.Templates;

namespace Serverless.Sam.Python27;

/// <summary>Turns the parts of a template that can get into a deployment's hash into what Python 2.7 would have made of them.</summary>
internal static class Python27Marking
{
    /// <summary>Marks a template when it has an API whose deployments need it.</summary>
    /// <returns>True when it has; then the values of parameters are to be converted, too.</returns>
    public static bool Apply(MapValue root)
    {
        var resources = (MapValue)root["Resources"]!;
        if (!HasRestApi(resources) && !HasDefaultAuthorizer(root, resources))
        {
            return false;
        }

        if (root["Globals"].AsMap() is { } globals && globals["Api"] is { } api)
        {
            globals["Api"] = Convert(api);
        }

        if (root["Parameters"] is MapValue parameters)
        {
            root["Parameters"] = Marked(parameters, MarkDefault);
        }

        root["Resources"] = Marked(resources, MarkResource);
        return true;
    }

    /// <summary>A value with marked strings and long numbers, whose maps are in the order of Python 2.7. Lists and maps are new.</summary>
    public static TemplateValue Convert(TemplateValue value) => value switch
    {
        StringValue text => text.WithMark(true),
        IntegerValue number when number.Value > long.MaxValue => new IntegerValue(number.Value) { Span = number.Span, IsMarked = true },
        ListValue list => new ListValue(list.Select(Convert)) { Span = list.Span },
        MapValue map => Marked(map, Convert),
        _ => value,
    };

    private static Python27Map Marked(MapValue map, Func<TemplateValue, TemplateValue> convert)
    {
        var marked = new Python27Map { Span = map.Span };
        foreach (var (key, value) in map)
        {
            marked.Set(key with { IsMarked = true }, convert(value));
        }

        return marked;
    }

    private static TemplateValue MarkDefault(TemplateValue parameter)
    {
        ConvertMember(parameter.AsMap(), "Default");
        return parameter;
    }

    private static TemplateValue MarkResource(TemplateValue resource)
    {
        var body = (MapValue)resource;
        if (body["Properties"] is not MapValue properties)
        {
            return body;
        }

        switch (body["Type"].AsString())
        {
            case SamTypes.Api or SamTypes.HttpApi:
                ConvertMember(body, "Properties");
                break;
            case SamTypes.Function or SamTypes.StateMachine:
                ConvertMember(body, "Condition");
                ConvertMember(properties, "FunctionName");
                ConvertMember(properties, "Events");
                break;
        }

        return body;
    }

    private static void ConvertMember(MapValue? map, string key)
    {
        if (map?[key] is { } value)
        {
            map[key] = Convert(value);
        }
    }

    private static bool HasRestApi(MapValue resources) => Bodies(resources).Any(body => body["Type"].AsString() switch
    {
        SamTypes.Api => true,
        SamTypes.Function or SamTypes.StateMachine => HasEvent(body, "Api"),
        _ => false,
    });

    private static bool HasDefaultAuthorizer(MapValue root, MapValue resources)
    {
        var isGlobal = NamesAuthorizer(root["Globals"].AsMap()?["HttpApi"].AsMap());
        return Bodies(resources).Any(body => body["Type"].AsString() switch
        {
            SamTypes.HttpApi => isGlobal || NamesAuthorizer(body["Properties"].AsMap()),
            SamTypes.Function => isGlobal && HasEvent(body, "HttpApi"),
            _ => false,
        });
    }

    private static bool NamesAuthorizer(MapValue? api) => api?["Auth"].AsMap()?["DefaultAuthorizer"].IsTruthy() ?? false;

    private static bool HasEvent(MapValue body, string type) =>
        (body["Properties"].AsMap()?["Events"].AsMap() ?? []).Any(entry => entry.Value is MapValue source && source["Type"] is StringValue text && text.Value == type);

    private static IEnumerable<MapValue> Bodies(MapValue resources) => resources.Values.OfType<MapValue>();
}
