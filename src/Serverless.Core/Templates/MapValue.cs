using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Serverless.Templates;

/// <summary>
/// A map that keeps the order in which members were set, changed in place. Replacing a member's value keeps its place
/// and its key. A subclass may define another order of iteration (the SAM transform has one that needs it).
/// </summary>
public class MapValue : TemplateValue, IReadOnlyCollection<MapEntry>
{
    // A dictionary pays off only in larger maps; most of a template's maps have a handful of members.
    private const int IndexFrom = 12;

    private readonly List<MapEntry> _entries;
    private Dictionary<string, int>? _index;

    /// <summary>An empty map.</summary>
    public MapValue() => _entries = [];

    internal MapValue(int capacity) => _entries = new(capacity);

    private MapValue(List<MapEntry> entries) => _entries = entries;

    /// <summary>A map with the given members; a later one of the same name replaces the value of the first.</summary>
    public MapValue(params IEnumerable<MapEntry> entries)
        : this()
    {
        foreach (var entry in entries)
        {
            SetEntry(entry);
        }
    }

    /// <inheritdoc/>
    public int Count => _entries.Count;

    /// <inheritdoc/>
    public override bool IsTruthy => _entries.Count > 0;

    /// <summary>The names of the members in the map's order.</summary>
    public IEnumerable<string> Keys => this.Select(entry => entry.Key.Text);

    /// <summary>The values of the members in the map's order.</summary>
    public IEnumerable<TemplateValue> Values => this.Select(entry => entry.Value);

    /// <summary>The value of a member: null when there is none. Setting adds the member at the end or replaces its value in place.</summary>
    [DisallowNull]
    public TemplateValue? this[string key]
    {
        get => IndexOf(key) is >= 0 and var at ? _entries[at].Value : null;
        set => Set(key, value);
    }

    /// <summary>True when there is a member of that name, whatever its value.</summary>
    public bool ContainsKey(string key) => IndexOf(key) >= 0;

    /// <summary>The key of a member with its span, or null when there is none.</summary>
    public MapKey? KeyOf(string key) => IndexOf(key) is >= 0 and var at ? _entries[at].Key : null;

    /// <summary>Adds a member, so that a collection initializer can build a map; the same as <see cref="Set"/>.</summary>
    public void Add(MapKey key, TemplateValue value) => Set(key, value);

    /// <summary>Adds a member at the end, or replaces the value of the one with that name, which keeps its key and place.</summary>
    public virtual void Set(MapKey key, TemplateValue value) => SetEntry(new(key, value));

    /// <summary>Sets a member unless the value is null.</summary>
    public void SetIfPresent(MapKey key, TemplateValue? value)
    {
        if (value is not null)
        {
            Set(key, value);
        }
    }

    /// <summary>Removes a member.</summary>
    /// <returns>The value it had, or null when there was none.</returns>
    public virtual TemplateValue? Remove(string key)
    {
        var at = IndexOf(key);
        if (at < 0)
        {
            return null;
        }

        var value = _entries[at].Value;
        _entries.RemoveAt(at);
        _index = null;
        return value;
    }

    /// <inheritdoc/>
    public override TemplateValue DeepClone() => new MapValue(_entries.ConvertAll(Clone)) { Span = Span };

    /// <summary>A map of the same kind with the same members, whose values are shared.</summary>
    public virtual MapValue ShallowCopy() => new([.. _entries]) { Span = Span };

    /// <inheritdoc/>
    public override bool ContentEquals(TemplateValue? other) =>
        other is MapValue map && map.Count == Count && this.All(entry => entry.Value.ContentEquals(map[entry.Key.Text]));

    /// <inheritdoc/>
    public virtual IEnumerator<MapEntry> GetEnumerator() => _entries.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal void SetEntry(MapEntry entry)
    {
        var at = IndexOf(entry.Key.Text);
        if (at >= 0)
        {
            _entries[at] = new(_entries[at].Key, entry.Value);
            return;
        }

        _entries.Add(entry);
        _index?.Add(entry.Key.Text, _entries.Count - 1);
    }

    private static MapEntry Clone(MapEntry entry)
    {
        var value = entry.Value.DeepClone();
        return value == entry.Value ? entry : new(entry.Key, value);
    }

    private int IndexOf(string key)
    {
        if (_entries.Count < IndexFrom)
        {
            for (var i = 0; i < _entries.Count; i++)
            {
                if (_entries[i].Key.Text == key)
                {
                    return i;
                }
            }

            return -1;
        }

        return (_index ??= BuildIndex()).TryGetValue(key, out var at) ? at : -1;
    }

    private Dictionary<string, int> BuildIndex()
    {
        var index = new Dictionary<string, int>(_entries.Count * 2);
        for (var i = 0; i < _entries.Count; i++)
        {
            index.Add(_entries[i].Key.Text, i);
        }

        return index;
    }
}
