using System.Collections;
using Serverless.Text;

namespace Serverless.Templates;

/// <summary>A list of values, changed in place.</summary>
public sealed class ListValue : TemplateValue, IReadOnlyList<TemplateValue>
{
    private readonly List<TemplateValue> _items;

    /// <summary>A list of the given values, which are not copied.</summary>
    public ListValue(params IEnumerable<TemplateValue> items) => _items = [.. items];

    private ListValue(List<TemplateValue> items, SourceSpan span) => (_items, Span) = (items, span);

    /// <inheritdoc/>
    public int Count => _items.Count;

    /// <inheritdoc/>
    public override bool IsTruthy => _items.Count > 0;

    /// <summary>The value at a place, from 0.</summary>
    public TemplateValue this[int index]
    {
        get => _items[index];
        set => _items[index] = value;
    }

    /// <summary>Appends a value.</summary>
    public void Add(TemplateValue value) => _items.Add(value);

    /// <summary>Appends values.</summary>
    public void AddRange(IEnumerable<TemplateValue> values) => _items.AddRange(values);

    /// <summary>Inserts a value before the one at a place.</summary>
    public void Insert(int index, TemplateValue value) => _items.Insert(index, value);

    /// <summary>Removes the value at a place.</summary>
    public void RemoveAt(int index) => _items.RemoveAt(index);

    /// <summary>True when some item equals the value by content.</summary>
    public bool Contains(TemplateValue value) => _items.Exists(value.ContentEquals);

    /// <inheritdoc/>
    public override TemplateValue DeepClone() => Owning(_items.ConvertAll(item => item.DeepClone()), Span);

    /// <inheritdoc/>
    public override bool ContentEquals(TemplateValue? other)
    {
        if (other is not ListValue list || list.Count != Count)
        {
            return false;
        }

        for (var i = 0; i < Count; i++)
        {
            if (!_items[i].ContentEquals(list[i]))
            {
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public IEnumerator<TemplateValue> GetEnumerator() => _items.GetEnumerator();

    /// <summary>A list of values, which becomes the owner of <paramref name="items"/>.</summary>
    internal static ListValue Owning(List<TemplateValue> items, SourceSpan span) => new(items, span);

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
