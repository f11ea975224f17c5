using Serverless.Diagnostics;

namespace Serverless.Sam.Events;

/// <summary>The event sources that one type of resource can have, by the names that templates call them.</summary>
internal sealed class EventSourceTable(params EventSource[] sources)
{
    private readonly Dictionary<string, EventSource> _byType = sources.ToDictionary(source => source.Type);

    public EventSource? Find(string type) => _byType.GetValueOrDefault(type);

    /// <summary>Which types there are, or the one that was probably meant.</summary>
    public string HelpFor(string? type)
    {
        var names = _byType.Keys.Order(StringComparer.Ordinal).ToList();
        return (type is null ? null : DidYouMean.Ask(type, names)) ?? $"The types are {string.Join(", ", names)}.";
    }
}
