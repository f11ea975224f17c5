using Serverless.Templates;
using Serverless.Text;

namespace Serverless.Sam.Errors;

/// <summary>
/// Where errors about values are shown. A map or list that stands below its key begins with a member that is not to blame, and an empty value
/// cannot be seen: for both it is the key.
/// </summary>
internal sealed class ErrorPlaces
{
    private readonly Dictionary<SourceSpan, SourceSpan> _keys = [];

    public ErrorPlaces(MapValue template)
    {
        if (template.Count > 0)
        {
            _keys.Add(template.Span, template.First().Key.Span);
        }

        Collect(template);
    }

    /// <summary>The same error where it is to be shown.</summary>
    public SamError Move(SamError error) => _keys.TryGetValue(error.Span, out var key) ? error with { Span = key } : error;

    private void Collect(TemplateValue value)
    {
        foreach (var (key, member) in value.AsMap() ?? [])
        {
            if (IsHidden(key.Span, member))
            {
                _keys.TryAdd(member.Span, key.Span);
            }

            Collect(member);
        }

        foreach (var item in value.AsList() ?? [])
        {
            Collect(item);
        }
    }

    // An intrinsic function is a value of its own, however it is written.
    private static bool IsHidden(SourceSpan key, TemplateValue member) =>
        member.Span.IsKnown && key.IsKnown
        && (member.Span.Start == member.Span.End || (member is MapValue or ListValue && member.Span.Start.Line > key.Start.Line && !Intrinsic.Is(member)));
}
