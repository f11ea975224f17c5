using System.Collections.Immutable;
using System.Globalization;
using Serverless.Templates;

namespace Serverless.Sam.Schemas;

/// <summary>
/// A kind of value that a schema asks for. Values are coerced as the service's library does it: a numeric text is a number where one is
/// wanted, and a number is a text.
/// </summary>
internal abstract class SchemaKind
{
    /// <returns>The value as this kind; null when it is none, with the reason in the errors.</returns>
    public abstract TemplateValue? Read(TemplateValue value, ImmutableArray<string> path, List<SchemaError> errors);
}

/// <summary>A kind that a single function can read.</summary>
internal sealed class SimpleKind(Func<TemplateValue, TemplateValue?> read, SchemaProblem problem) : SchemaKind
{
    public override TemplateValue? Read(TemplateValue value, ImmutableArray<string> path, List<SchemaError> errors)
    {
        var result = value is NullValue ? null : read(value);
        if (result is null)
        {
            errors.Add(new(path, value is NullValue ? SchemaProblem.Null : problem, value));
        }

        return result;
    }
}

/// <summary>Anything at all.</summary>
internal sealed class AnyKind : SchemaKind
{
    public override TemplateValue Read(TemplateValue value, ImmutableArray<string> path, List<SchemaError> errors) => value;
}

/// <summary>The first of several kinds that can read the value.</summary>
internal sealed class EitherKind(params SchemaKind[] kinds) : SchemaKind
{
    public override TemplateValue? Read(TemplateValue value, ImmutableArray<string> path, List<SchemaError> errors)
    {
        if (value is NullValue)
        {
            errors.Add(new(path, SchemaProblem.Null, value));
            return null;
        }

        var all = new List<SchemaError>();
        foreach (var kind in kinds)
        {
            if (kind.Read(value, path, all) is { } read)
            {
                return read;
            }
        }

        errors.AddRange(all);
        return null;
    }
}

/// <summary>A list whose items are of one kind.</summary>
internal sealed class ListKind(SchemaKind item) : SchemaKind
{
    public override TemplateValue? Read(TemplateValue value, ImmutableArray<string> path, List<SchemaError> errors)
    {
        if (value is not ListValue list)
        {
            errors.Add(new(path, value is NullValue ? SchemaProblem.Null : SchemaProblem.NoList, value));
            return null;
        }

        var found = errors.Count;
        var items = new ListValue { Span = list.Span };
        for (var i = 0; i < list.Count; i++)
        {
            if (item.Read(list[i], path.Add(i.ToString(CultureInfo.InvariantCulture)), errors) is { } read)
            {
                items.Add(read);
            }
        }

        return errors.Count == found ? items : null;
    }
}

/// <summary>A map whose values are of one kind.</summary>
internal sealed class MapKind(SchemaKind member) : SchemaKind
{
    public override TemplateValue? Read(TemplateValue value, ImmutableArray<string> path, List<SchemaError> errors)
    {
        if (value is NullValue || Coercion.ToMap(value) is not { } map)
        {
            errors.Add(new(path, value is NullValue ? SchemaProblem.Null : SchemaProblem.NoMap, value));
            return null;
        }

        var found = errors.Count;
        var members = new MapValue { Span = value.Span };
        foreach (var (key, one) in map)
        {
            members.SetIfPresent(key, member.Read(one, path.Add(key.Text), errors));
        }

        return errors.Count == found ? members : null;
    }
}
