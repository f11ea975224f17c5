using System.Globalization;
using System.Text.Json.Nodes;
using Serverless.Sam.Python;
using Serverless.Sam.Python27;
using Serverless.Templates;
using Serverless.Text;

namespace Serverless.Core.Tests.Sam;

public class Python27Order
{
    [Theory]
    [InlineData("", 0UL)]
    [InlineData("ZipFunction", 12015265798055178046UL)]
    [InlineData("MyExplicitApiRoleArn", 7741169501964532111UL)]
    public void AStringHasItsHash(string text, ulong hash) => Assert.Equal(hash, Python27Hash.Of(text));

    [Fact]
    public void AMapIteratesByTheSlotsOfItsHashTable()
    {
        var map = new Python27Map();
        foreach (var key in (string[])["swagger", "info", "paths", "securityDefinitions"])
        {
            map.Set(key, key);
        }

        Assert.Equal(["info", "paths", "swagger", "securityDefinitions"], map.Keys);
        Assert.True(map.ContentEquals(map.DeepClone()));
    }

    [Fact]
    public void AMarkedStringPrintsWithItsMark()
    {
        var value = Python27Marking.Convert(new MapValue(new MapEntry("a", new ListValue("ü'", true, new NullValue(), 2))));
        Assert.Equal("""{u'a': [u"\xfc'", True, None, 2]}""", PythonText.Str(value));
    }

    [Fact]
    public void TheVectorsOfTheReferenceHold()
    {
        var vectors = Vectors();
        Assert.All(vectors["hash"]!.AsArray(), one => Assert.Equal(ulong.Parse((string)one!["h"]!, CultureInfo.InvariantCulture), Python27Hash.Of((string)one["s"]!)));
        Assert.All(vectors["order"]!.AsArray(), one => Assert.Equal(one!["keys"]!.AsArray().Select(key => (string)key!), After(one["ops"]!.AsArray()).Keys));
        Assert.All(vectors["repr"]!.AsArray(), one => Assert.Equal((string)one!["str"]!, PythonText.Str(Python27Marking.Convert(Read(one["value"]!)))));
    }

    private static MapValue After(JsonArray operations)
    {
        MapValue map = new Python27Map();
        foreach (var operation in operations)
        {
            map = Apply(map, (string)operation![0]!, operation.AsArray().Count > 1 ? operation[1] : null);
        }

        return map;
    }

    private static MapValue Apply(MapValue map, string operation, JsonNode? argument)
    {
        switch (operation)
        {
            case "set":
                map.Set((string)argument!, true);
                return map;
            case "del":
                map.Remove((string)argument!);
                return map;
            case "update":
                ((Python27Map)map).MakeRoom(argument!.AsArray().Count);
                foreach (var key in argument.AsArray())
                {
                    map.Set((string)key!, true);
                }

                return map;
            case "copy":
                return map.ShallowCopy();
            default:
                return (MapValue)map.DeepClone();
        }
    }

    private static TemplateValue Read(JsonNode value) => TemplateReader.ReadValue(new SourceText("value.json", $"[{value.ToJsonString()}]")).Value.AsList()![0];

    private static JsonNode Vectors()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, "shared", "conformance", "sam", "data", "py27_vectors.json");
            if (File.Exists(path))
            {
                return JsonNode.Parse(File.ReadAllText(path))!;
            }
        }

        Assert.Skip("There is no folder shared/conformance/sam beside the repository.");
        return new JsonObject();
    }
}
