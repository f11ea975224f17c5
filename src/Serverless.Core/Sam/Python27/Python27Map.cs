using Serverless.Templates;

namespace Serverless.Sam.Python27;

/// <summary>
/// A map that iterates as a dictionary of Python 2.7 does: by the slots of its hash table. The order depends on all that ever happened to
/// the map: on the order of insertions, on removals, whose slots stay taken, on growth, and on how it was copied.
/// </summary>
internal sealed class Python27Map : MapValue
{
    private const int SmallestTable = 8;
    private const int LargeMap = 50_000;

    private static readonly string _removed = new('-', 1);

    private Slot[] _slots = new Slot[SmallestTable];
    private int _used;
    private int _filled;
    private bool _isSettled;

    /// <summary>A map of the members whose value is not null, set one after the other.</summary>
    public static Python27Map Of(params ReadOnlySpan<(MapKey Key, TemplateValue? Value)> members)
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
            AddSlot(new(key.Text, Python27Hash.Of(key.Text)));
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

        _slots[Find(key, Python27Hash.Of(key))] = new(_removed, 0);
        _used--;
        _isSettled = false;
        return value;
    }

    /// <summary>Grows as before members of another map are set, whether or not they are here already.</summary>
    public void MakeRoom(int members)
    {
        if (members > 0 && (_filled + members) * 3 >= _slots.Length * 2)
        {
            Resize((_used + members) * 2);
            _isSettled = false;
        }
    }

    /// <summary>Takes the order that a deep copy of the map would have.</summary>
    /// <returns>False when it has that order already, and would have it after every further copy.</returns>
    public bool Reorder()
    {
        if (_isSettled)
        {
            return false;
        }

        var before = _slots;
        _slots = new Slot[SmallestTable];
        (_used, _filled) = (0, 0);
        foreach (var slot in before)
        {
            if (slot.IsTaken)
            {
                AddSlot(slot);
            }
        }

        _isSettled = before.AsSpan().SequenceEqual(_slots);
        return !_isSettled;
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

        copy._slots = [.. _slots];
        (copy._used, copy._filled, copy._isSettled) = (_used, _filled, _isSettled);
        return copy;
    }

    /// <inheritdoc/>
    public override IEnumerator<MapEntry> GetEnumerator()
    {
        // The order is that of the moment in which it is asked for.
        foreach (var slot in _slots.ToArray())
        {
            if (slot.IsTaken)
            {
                yield return new(KeyOf(slot.Key!)!, this[slot.Key!]!);
            }
        }
    }

    /// <inheritdoc/>
    protected override MapValue CreateEmpty() => new Python27Map { Span = Span };

    private void AddSlot(Slot slot)
    {
        var at = Find(slot.Key!, slot.Hash);
        _filled += _slots[at].Key is null ? 1 : 0;
        _used++;
        _slots[at] = slot;
        if (_filled * 3 >= _slots.Length * 2)
        {
            Resize(_used * (_used > LargeMap ? 2 : 4));
        }
    }

    private void Resize(int atLeast)
    {
        var size = SmallestTable;
        while (size <= atLeast)
        {
            size *= 2;
        }

        var before = _slots;
        _slots = new Slot[size];
        (_used, _filled) = (0, 0);
        foreach (var slot in before)
        {
            if (slot.IsTaken)
            {
                AddSlot(slot);
            }
        }
    }

    // The slot that has the key, or the one that it would get: the first removed one on the way, otherwise the first that is free.
    private int Find(string key, ulong hash)
    {
        var mask = (ulong)_slots.Length - 1;
        var (walker, perturb) = (hash & mask, hash);
        var at = (int)walker;
        var free = -1;
        while (_slots[at].Key is { } there)
        {
            if (ReferenceEquals(there, _removed))
            {
                free = free < 0 ? at : free;
            }
            else if (there == key)
            {
                return at;
            }

            walker = unchecked((walker * 5) + perturb + 1);
            at = (int)(walker & mask);
            perturb >>= 5;
        }

        return free < 0 ? at : free;
    }

    // Free without a key; the key of a removed member is one that no other object is.
    private readonly record struct Slot(string? Key, ulong Hash)
    {
        public bool IsTaken => Key is not null && !ReferenceEquals(Key, _removed);
    }
}
