using System.Diagnostics.CodeAnalysis;
using Serverless.Sam.Errors;
using Serverless.Templates;

namespace Serverless.Sam.References;

/// <summary>
/// Walks a value and replaces the intrinsics that it knows, in place: whoever shares a map or list sees the change. What takes an
/// intrinsic's place is searched as well.
/// </summary>
internal abstract class Resolver
{
    // A parameter's value may refer to the parameter, or to many others twice; the service would run until its stack or memory is full.
    private const int DeepestNesting = 500;
    private const int MostValues = 1_000_000;

    private int _visited;

    protected virtual bool HasNothingToResolve => false;

    /// <returns>The value, or what took its place; null only for null.</returns>
    /// <exception cref="SamDocumentException">An intrinsic cannot be resolved as it is written.</exception>
    [return: NotNullIfNotNull(nameof(value))]
    public TemplateValue? Resolve(TemplateValue? value)
    {
        _visited = 0;
        return value is null || HasNothingToResolve ? value : Walk(value, 0);
    }

    /// <summary>What a map of one member stands for; the map itself when this resolver does not know it.</summary>
    protected abstract TemplateValue ResolveCall(MapValue call);

    private TemplateValue Walk(TemplateValue value, int depth)
    {
        if (depth > DeepestNesting || ++_visited > MostValues)
        {
            throw SamDocumentException.Template("Intrinsic functions are nested too deeply, or refer to themselves.", value.Span);
        }

        if (value is MapValue { Count: 1 } call)
        {
            value = ResolveCall(call);
        }

        switch (value)
        {
            case MapValue map:
                WalkMembers(map, depth + 1);
                break;
            case ListValue list:
                WalkItems(list, depth + 1);
                break;
        }

        return value;
    }

    private void WalkMembers(MapValue map, int depth)
    {
        List<MapEntry>? changes = null;
        foreach (var (key, value) in map)
        {
            if (value is not ScalarValue && Walk(value, depth) is var resolved && !ReferenceEquals(resolved, value))
            {
                (changes ??= []).Add(new(key, resolved));
            }
        }

        foreach (var (key, value) in changes ?? [])
        {
            map.Set(key, value);
        }
    }

    private void WalkItems(ListValue list, int depth)
    {
        for (var i = 0; i < list.Count; i++)
        {
            if (list[i] is not ScalarValue)
            {
                list[i] = Walk(list[i], depth);
            }
        }
    }
}
