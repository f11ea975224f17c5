using System.Buffers;

namespace Serverless.Sam.Python27;

/// <summary>
/// The keys of a dictionary of Python 2.7 in its hash table: open addressing, and growth to four times what is used.
/// See https://github.com/python/cpython/blob/2.7/Objects/dictobject.c.
/// </summary>
internal sealed class Python27Table
{
    private const int SmallestSize = 8;
    private const int LargeTable = 50_000;

    private static readonly string _removed = new('-', 1);

    private Slot[] _slots;
    private int _size;
    private int _used;
    private int _filled;
    private bool _isRead;

    public Python27Table()
    {
        _slots = new Slot[SmallestSize];
        _size = SmallestSize;
    }

    private Python27Table(Python27Table other)
    {
        _slots = Part(other._slots, other._size);
        (_size, _used, _filled) = (other._size, other._used, other._filled);
    }

    /// <summary>A table with the same keys in the same slots.</summary>
    public Python27Table Copy() => new(this);

    /// <summary>Adds a key that is not there, in the first free slot of its hash.</summary>
    public void Add(string key) => Add(new Slot(key, Python27Hash.Of(key)));

    /// <summary>Removes a key that is there; its slot stays taken until another key needs it.</summary>
    public void Remove(string key)
    {
        BeginWrite();
        _slots[Find(key, Python27Hash.Of(key))] = new(_removed, 0);
        _used--;
    }

    /// <summary>Grows as before members of another dictionary are set, whether or not they are here already.</summary>
    /// <returns>True when the table has grown.</returns>
    public bool MakeRoom(int members)
    {
        if (members == 0 || (_filled + members) * 3 < _size * 2)
        {
            return false;
        }

        Resize((_used + members) * 2);
        return true;
    }

    /// <summary>Becomes the table that a new dictionary gets when the keys are added to it in their order.</summary>
    /// <returns>False when it was that table already.</returns>
    public bool Rebuild()
    {
        var (before, size) = (_slots, _size);
        Empty(SmallestSize);
        Refill(before, size);
        var changed = size != _size || !HasKeysOf(before);
        Release(before);
        return changed;
    }

    /// <summary>The keys in the order of their slots at the moment of the call, whatever is changed while they are read.</summary>
    public IEnumerable<string> Keys()
    {
        _isRead = true;
        return Keys(_slots, _size);
    }

    private static Slot[] Part(Slot[] slots, int size)
    {
        var part = new Slot[size];
        Array.Copy(slots, part, size);
        return part;
    }

    private static IEnumerable<string> Keys(Slot[] slots, int size)
    {
        for (var i = 0; i < size; i++)
        {
            if (slots[i].IsTaken)
            {
                yield return slots[i].Key!;
            }
        }
    }

    private bool HasKeysOf(Slot[] slots)
    {
        for (var i = 0; i < _size; i++)
        {
            if (slots[i].Hash != _slots[i].Hash || slots[i].Key != _slots[i].Key)
            {
                return false;
            }
        }

        return true;
    }

    private void Add(Slot slot)
    {
        BeginWrite();
        var at = Find(slot.Key!, slot.Hash);
        _filled += _slots[at].Key is null ? 1 : 0;
        _used++;
        _slots[at] = slot;
        if (_filled * 3 >= _size * 2)
        {
            Resize(_used * (_used > LargeTable ? 2 : 4));
        }
    }

    private void Resize(int atLeast)
    {
        var size = SmallestSize;
        while (size <= atLeast)
        {
            size *= 2;
        }

        var (before, count) = (_slots, _size);
        Empty(size);
        Refill(before, count);
        Release(before);
    }

    private void Empty(int size)
    {
        _slots = size == SmallestSize ? new Slot[SmallestSize] : ArrayPool<Slot>.Shared.Rent(size);
        _size = size;
        (_used, _filled) = (0, 0);
    }

    private void Refill(Slot[] slots, int count)
    {
        var wasRead = _isRead;
        _isRead = false;
        for (var i = 0; i < count; i++)
        {
            if (slots[i].IsTaken)
            {
                Add(slots[i]);
            }
        }

        _isRead = wasRead;
    }

    // Slots that somebody may be reading are left to the garbage collector.
    private void Release(Slot[] slots)
    {
        if (!_isRead && slots.Length > SmallestSize)
        {
            ArrayPool<Slot>.Shared.Return(slots, clearArray: true);
        }

        _isRead = false;
    }

    private void BeginWrite()
    {
        if (_isRead)
        {
            _slots = Part(_slots, _size);
            _isRead = false;
        }
    }

    // The slot that has the key, or the one that it would get: the first removed one on the way, otherwise the first that is free.
    private int Find(string key, ulong hash)
    {
        var mask = (ulong)_size - 1;
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

    // Free without a key; the key of a removed one is the one that no other object is.
    private readonly record struct Slot(string? Key, ulong Hash)
    {
        public bool IsTaken => Key is not null && !ReferenceEquals(Key, _removed);
    }
}
