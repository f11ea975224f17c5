using Serverless.Templates;

namespace Serverless.Sam.Python27;

/// <summary>
/// A map that iterates as a dictionary of Python 2.7 does: by the slots of its hash table. The order depends on all that ever happened to
/// the map: on the order of insertions, on removals, whose slots stay taken, on growth, and on how it was copied.
/// </summary>
internal sealed class Python27Map : MapValue
{
    private Python27Table _table = new();
    private bool _isSettled;

    /// <summary>A map of the members whose value is not null, set one after the other.</summary>
    public static Python27Map Of(params (MapKey Key, TemplateValue? Value)[] members)
    {
        var map = new Python27Map();
        foreach (var (key, value) in members)
        {
            map.SetIfPresent(key, value);
        }

        return map;
    }

    /// <summary>Adds a member in the first free slot of its hash; a member that is there keeps its key and slot.</summary>
    public override void Set(MapKey key, TemplateValue value)
    {
        if (!ContainsKey(key.Text))
        {
            _table.Add(key.Text);
            _isSettled = false;
        }

        base.Set(key, value);
    }

    /// <inheritdoc/>
    public override TemplateValue? Remove(string key)
    {
        if (base.Remove(key) is not { } value)
        {
            return null;
        }

        _table.Remove(key);
        _isSettled = false;
        return value;
    }

    /// <summary>Grows as before members of another map are set, whether or not they are here already.</summary>
    public void MakeRoom(int members) => _isSettled &= !_table.MakeRoom(members);

    /// <summary>Takes the order that a deep copy of the map would have.</summary>
    /// <returns>False when it has that order already, and would have it after every further copy.</returns>
    public bool Reorder()
    {
        _isSettled = _isSettled || !_table.Rebuild();
        return !_isSettled;
    }

    /// <inheritdoc/>
    public override TemplateValue DeepClone()
    {
        var copy = new Python27Map { Span = Span };
        foreach (var (key, value) in this)
        {
            copy.Set(key, value.DeepClone());
        }

        return copy;
    }

    /// <summary>A copy with shared values. It makes room first, so that its order may differ from that of a deep copy.</summary>
    public override MapValue ShallowCopy()
    {
        var copy = new Python27Map { Span = Span };
        copy.MakeRoom(Count);
        foreach (var (key, value) in this)
        {
            copy.Set(key, value);
        }

        return copy;
    }

    /// <summary>A copy in the very same order, whose values are copied by a function.</summary>
    public Python27Map SameOrder(Func<TemplateValue, TemplateValue> copyValue)
    {
        var copy = new Python27Map { Span = Span };
        foreach (var (key, value) in this)
        {
            copy.Set(key, copyValue(value));
        }

        copy._table = _table.Copy();
        copy._isSettled = _isSettled;
        return copy;
    }

    /// <inheritdoc/>
    public override IEnumerator<MapEntry> GetEnumerator()
    {
        // The order is that of the moment in which it is asked for.
        foreach (var key in _table.Keys())
        {
            yield return new(KeyOf(key)!, this[key]!);
        }
    }
}
