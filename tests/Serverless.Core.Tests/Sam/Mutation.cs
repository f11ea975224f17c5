using Serverless.Templates;

namespace Serverless.Core.Tests.Sam;

/// <summary>
/// Makes of valid templates some that nobody would write: parts are dropped, retyped, doubled, reordered, nested, renamed, or spliced in from
/// another template. The same seed makes the same template.
/// </summary>
internal sealed class Mutation(IReadOnlyList<Template> sources, int seed)
{
    // Deeper ones cannot be read, so that nobody can send them.
    private const int MaxHeight = TemplateReader.MaxDepth - 10;
    private const int MostChanges = 6;

    private static readonly TemplateValue[] _odd =
    [
        new NullValue(), "", "x", "a b", "${", "${A.B}", "é", 0, 7, -1, true, new FloatValue(1.5), new FloatValue(double.NaN), new TimestampValue("2020-01-01"),
        new IntegerValue(System.Numerics.BigInteger.Pow(10, 40)), new MapValue(), new ListValue(), new ListValue(new NullValue()), Intrinsic.Ref("Stage"), Intrinsic.Ref(new NullValue()),
        Intrinsic.Ref("AWS::NoValue"), Intrinsic.Of("Fn::If", "x"), Intrinsic.Of("Fn::If", new ListValue("a", "b")), Intrinsic.Of("Fn::If", new ListValue("a", "b", Intrinsic.Ref("AWS::NoValue"))),
        Intrinsic.Of("Fn::Sub", new NullValue()), Intrinsic.Of("Fn::Sub", new ListValue("${a}", new MapValue())), Intrinsic.Of("Fn::GetAtt", new ListValue(1, 2)), Intrinsic.GetAtt("X", "Arn"),
        Intrinsic.Of("Fn::FindInMap", new ListValue("a", "b")), Intrinsic.Of("Fn::ForEach::X", new ListValue("I", new ListValue("a"), new MapValue(new MapEntry("${I}", "x")))), Intrinsic.Of("Fn::Transform", "x"),
    ];

    private readonly Random _random = new(seed);

    /// <summary>The template of the seed.</summary>
    public Template Make()
    {
        var template = Pick(sources).DeepClone();
        for (var changes = _random.Next(1, MostChanges + 1); changes > 0; changes--)
        {
            Change(template.Root);
        }

        return template;
    }

    private void Change(MapValue root)
    {
        var places = Places(root);
        var other = Other(places);
        switch (Pick(places))
        {
            case MapValue { Count: > 0 } map:
                ChangeMap(map, other);
                break;
            case MapValue map:
                map["Other"] = other;
                break;
            case ListValue { Count: > 0 } list:
                ChangeList(list, other);
                break;
            case ListValue list:
                list.Add(other);
                break;
        }

        if (root.Height() > MaxHeight)
        {
            root["Resources"] = new MapValue();
        }
    }

    // Something odd, something of the same template, or a part of another.
    private TemplateValue Other(List<TemplateValue> places) => _random.Next(3) switch
    {
        0 => Pick(_odd).DeepClone(),
        1 => Pick(places).DeepClone(),
        _ => Pick(Places(Pick(sources).Root)).DeepClone(),
    };

    private void ChangeMap(MapValue map, TemplateValue other)
    {
        var key = map.Keys.ElementAt(_random.Next(map.Count));
        switch (_random.Next(8))
        {
            case 0:
                map.Remove(key);
                break;
            case 1:
                map[key + "2"] = map[key]!.DeepClone();
                break;
            case 2:
                map[other is MapValue { Count: > 0 } from ? from.Keys.First() : "Other"] = map.Remove(key)!;
                break;
            case 3:
                Reorder(map);
                break;
            case 4:
                map[key] = new MapValue(new MapEntry(_random.Next(2) == 0 ? "Fn::If" : "Nested", map[key]!));
                break;
            case 5:
                map[key] = new ListValue(map[key]!, other);
                break;
            case 6 when other is MapValue many:
                many.ToList().ForEach(entry => map.Set(entry.Key, entry.Value));
                break;
            default:
                map[key] = other;
                break;
        }
    }

    private void ChangeList(ListValue list, TemplateValue other)
    {
        var at = _random.Next(list.Count);
        switch (_random.Next(5))
        {
            case 0:
                list.RemoveAt(at);
                break;
            case 1:
                list.Insert(at, list[at].DeepClone());
                break;
            case 2:
                list[at] = new ListValue(list[at]);
                break;
            case 3:
                (list[at], list[0]) = (list[0], list[at]);
                break;
            default:
                list.Insert(at, other);
                break;
        }
    }

    private void Reorder(MapValue map)
    {
        var entries = map.ToArray();
        _random.Shuffle(entries);
        foreach (var (key, _) in entries)
        {
            map.Remove(key.Text);
        }

        foreach (var (key, value) in entries)
        {
            map.Set(key, value);
        }
    }

    private T Pick<T>(IReadOnlyList<T> from) => from[_random.Next(from.Count)];

    private static List<TemplateValue> Places(TemplateValue value)
    {
        var places = new List<TemplateValue>();
        Collect(value, places);
        return places;
    }

    private static void Collect(TemplateValue value, List<TemplateValue> places)
    {
        places.Add(value);
        foreach (var child in value switch { MapValue map => map.Values, ListValue list => list, _ => [] })
        {
            Collect(child, places);
        }
    }
}
