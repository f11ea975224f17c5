using Serverless.Templates;

namespace Serverless.Sam.Python27;

/// <summary>
/// Does to the order of a document what copying it would do, without copying. The service copies an API's document twice for every route that
/// it adds; here a path is looked at only when it is used again, and most maps have the order that they keep after one copy.
/// </summary>
/// <param name="root">The document.</param>
/// <param name="paths">Its paths.</param>
internal sealed class CopiedOrder(MapValue root, MapValue paths)
{
    private readonly Dictionary<string, int> _copiesOf = new(StringComparer.Ordinal);
    private int _copies;

    /// <summary>Counts a copy. Everything but the paths' items has its order at once.</summary>
    public void Copy()
    {
        _copies++;
        (root as Python27Map)?.Reorder();
        (paths as Python27Map)?.Reorder();
        foreach (var (_, section) in root)
        {
            if (!ReferenceEquals(section, paths))
            {
                Copy(section);
            }
        }
    }

    /// <summary>Says that a path is new.</summary>
    public void Add(string path) => _copiesOf[path] = _copies;

    /// <summary>Gives a path's item its order.</summary>
    public void Settle(string path)
    {
        var done = _copiesOf.GetValueOrDefault(path);
        if (done == _copies)
        {
            return;
        }

        _copiesOf[path] = _copies;
        for (var item = paths[path]; item is not null && done < _copies && Copy(item); done++)
        {
        }
    }

    /// <summary>Gives every path's item its order.</summary>
    public void SettleAll()
    {
        foreach (var (path, _) in paths)
        {
            Settle(path.Text);
        }
    }

    /// <summary>A copy of a value that keeps the order of its maps, so that the value may also stand elsewhere.</summary>
    public static TemplateValue Apart(TemplateValue value) => value switch
    {
        Python27Map map => map.SameOrder(Apart),
        MapValue map => new MapValue(map.Select(entry => new MapEntry(entry.Key, Apart(entry.Value)))) { Span = map.Span },
        ListValue list => new ListValue(list.Select(Apart)) { Span = list.Span },
        _ => value,
    };

    // False when nothing changed, and then no further copy changes anything.
    private static bool Copy(TemplateValue value)
    {
        var changed = value is Python27Map ordered && ordered.Reorder();
        switch (value)
        {
            case MapValue map:
                foreach (var (_, member) in map)
                {
                    changed |= member is not ScalarValue && Copy(member);
                }

                break;
            case ListValue list:
                foreach (var item in list)
                {
                    changed |= item is not ScalarValue && Copy(item);
                }

                break;
        }

        return changed;
    }
}
