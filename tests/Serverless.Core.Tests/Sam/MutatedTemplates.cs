using Serverless.Sam;
using Serverless.Templates;
using Serverless.Text;

namespace Serverless.Core.Tests.Sam;

/// <summary>Templates that nobody would write: valid ones with parts dropped, retyped, doubled, moved and mixed.</summary>
public class MutatedTemplates
{
    private const int Count = 2500;

    private static readonly TemplateValue[] _odd =
    [
        new NullValue(), new StringValue(""), new StringValue("x"), new IntegerValue(0), new IntegerValue(7), new BooleanValue(true), new FloatValue(1.5),
        new TimestampValue("2020-01-01"), new MapValue(), new ListValue(), new ListValue(new NullValue()), Intrinsic.Ref("Stage"), Intrinsic.Ref(new NullValue()),
        Intrinsic.Of("Fn::If", "x"), Intrinsic.Of("Fn::If", new ListValue("a", "b")), Intrinsic.Of("Fn::Sub", new NullValue()), Intrinsic.Of("Fn::GetAtt", new ListValue(1, 2)),
    ];

    [Fact]
    public void AreExpandedOrReportedButNeverThrow()
    {
        var random = new Random(20161031);
        var seeds = Seeds();
        for (var i = 0; i < Count; i++)
        {
            var template = seeds[random.Next(seeds.Count)].DeepClone();
            for (var changes = random.Next(1, 4); changes > 0; changes--)
            {
                Change(template.Root, random);
            }

            AssertHasAnOutcome(template, i);
        }
    }

    private static void AssertHasAnOutcome(Template template, int number)
    {
        try
        {
            var expanded = SamTransform.Apply(template, Some.Context);
            Assert.True(expanded.Value is not null || expanded.HasErrors);
        }
        catch (Exception unexpected) when (unexpected is not Xunit.Sdk.XunitException)
        {
            Assert.Fail($"Template {number} threw {unexpected}\n{TemplateWriter.WriteYaml(template)}");
        }
    }

    private static List<Template> Seeds() =>
        [.. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Sam", "Expected"), "*.yaml").Select(path => TemplateReader.Read(new SourceText(path, File.ReadAllText(path))).Value!)];

    private static void Change(MapValue root, Random random)
    {
        var places = new List<TemplateValue>();
        Collect(root, places);
        TemplateValue other = random.Next(2) == 0 ? _odd[random.Next(_odd.Length)] : places[random.Next(places.Count)].DeepClone();
        switch (places[random.Next(places.Count)])
        {
            case MapValue { Count: > 0 } map:
                ChangeMember(map, map.Keys.ElementAt(random.Next(map.Count)), other, random);
                break;
            case MapValue map:
                map["Other"] = other;
                break;
            case ListValue { Count: > 0 } list when random.Next(2) == 0:
                list.RemoveAt(random.Next(list.Count));
                break;
            case ListValue list:
                list.Insert(random.Next(list.Count + 1), other);
                break;
        }
    }

    private static void ChangeMember(MapValue map, string key, TemplateValue other, Random random)
    {
        switch (random.Next(4))
        {
            case 0:
                map.Remove(key);
                break;
            case 1:
                map[key + "2"] = map[key]!;
                break;
            case 2:
                map[other is MapValue { Count: > 0 } from ? from.Keys.First() : "Other"] = map[key]!;
                break;
            default:
                map[key] = other;
                break;
        }
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
