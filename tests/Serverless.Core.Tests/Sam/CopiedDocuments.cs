using CsCheck;
using Serverless.Sam.Python27;
using Serverless.Templates;

namespace Serverless.Core.Tests.Sam;

/// <summary>The order that an API's document has after copies that were only counted.</summary>
public class CopiedDocuments
{
    private static readonly Gen<string> _key = Gen.String[Gen.Char["abcdefgh/"], 1, 4];

    private static readonly Gen<TemplateValue> _item = _key.Array[0, 12].Select(_key.Array[0, 4]).Select(TemplateValue (keys, removed) =>
    {
        var map = new Python27Map();
        foreach (var key in keys)
        {
            map.Set(key, Python27Map.Of((key, "x"), ("y", new ListValue(Python27Map.Of(("b", 1), (key, 2), ("a", 3))))));
        }

        foreach (var key in removed)
        {
            map.Remove(key);
        }

        return map;
    });

    [Fact]
    public void IsTheOneThatCopiesHave() => _item.Array[1, 8].Select(Gen.Int[0, 4]).Sample((items, copies) =>
    {
        var (root, paths) = Document(items);
        var expected = (TemplateValue)root;
        for (var i = 0; i < copies; i++)
        {
            expected = expected.DeepClone();
        }

        var order = new CopiedOrder(root, paths);
        for (var i = 0; i < copies; i++)
        {
            order.Copy();
        }

        order.SettleAll();
        Assert.Equal(TemplateWriter.WriteCompactJson(expected), TemplateWriter.WriteCompactJson(root));
    });

    [Fact]
    public void IsThatOfAPathFromWhenItWasAdded() => _item.Select(_item).Sample((first, second) =>
    {
        var (root, paths) = Document([first]);
        var (copied, copiedPaths) = Document([first]);
        var order = new CopiedOrder(root, paths);
        order.Copy();
        copied = (MapValue)copied.DeepClone();
        copiedPaths = (MapValue)copied["paths"]!;
        paths.Set("new", CopiedOrder.Apart(second));
        order.Add("new");
        copiedPaths.Set("new", second);
        order.Copy();
        order.SettleAll();
        Assert.Equal(TemplateWriter.WriteCompactJson(copied.DeepClone()), TemplateWriter.WriteCompactJson(root));
    });

    [Fact]
    public void IsKeptByAValueThatIsSetApart() => _item.Sample(item =>
    {
        var apart = CopiedOrder.Apart(item);
        Assert.Equal(TemplateWriter.WriteCompactJson(item), TemplateWriter.WriteCompactJson(apart));
        Assert.Equal(TemplateWriter.WriteCompactJson(item.DeepClone()), TemplateWriter.WriteCompactJson(apart.DeepClone()));
    });

    [Fact]
    public void IsThatOfTheMomentInWhichReadingBegan()
    {
        var map = Python27Map.Of(("a", 1), ("b", 2));
        var read = new List<string>();
        foreach (var (key, _) in map)
        {
            read.Add(key.Text);
            for (var i = 0; i < 20; i++)
            {
                map.Set($"{key.Text}{i}", 3);
            }
        }

        Assert.Equal(["a", "b"], read);
        Assert.Equal(42, map.Count);
    }

    private static (MapValue Root, MapValue Paths) Document(TemplateValue[] items)
    {
        var paths = new Python27Map();
        for (var i = 0; i < items.Length; i++)
        {
            paths.Set($"/path{i}", CopiedOrder.Apart(items[i]));
        }

        return (Python27Map.Of(("swagger", "2.0"), ("info", Python27Map.Of(("version", "1.0"), ("title", "t"))), ("paths", paths)), paths);
    }
}
