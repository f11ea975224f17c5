using System.Collections.Immutable;
using Serverless.Templates;

namespace Serverless.Sam.Schemas;

/// <summary>A member of a model.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">What its value is.</param>
/// <param name="IsRequired">False when it may be missing or null.</param>
internal sealed record SchemaField(string Name, SchemaKind Kind, bool IsRequired = false);

/// <summary>A map with certain members and no others. What is read has the model's order, not the user's.</summary>
internal sealed class SchemaModel(params SchemaField[] fields) : SchemaKind
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
        foreach (var field in fields)
        {
            ReadField(field, map, members, path.Add(field.Name), errors);
        }

        foreach (var key in map.Keys.Where(key => !Array.Exists(fields, field => field.Name == key)).Order(Python.CodePointComparer.Instance))
        {
            errors.Add(new(path.Add(key), SchemaProblem.NotPermitted, map[key]));
        }

        return errors.Count == found ? members : null;
    }

    private static void ReadField(SchemaField field, MapValue map, MapValue members, ImmutableArray<string> path, List<SchemaError> errors)
    {
        if (map[field.Name] is not { } value)
        {
            if (field.IsRequired)
            {
                errors.Add(new(path, SchemaProblem.Missing, map));
            }
        }
        else if (value is not NullValue)
        {
            members.SetIfPresent(map.KeyOf(field.Name)!, field.Kind.Read(value, path, errors));
        }
        else if (field.IsRequired)
        {
            errors.Add(new(path, SchemaProblem.Null, value));
        }
    }
}
