using Serverless.Templates;

namespace Serverless.Sam.References;

/// <summary>Follows resources whose logical id the transform changed, in every reference and DependsOn of the template.</summary>
internal sealed class ChangedIds : Resolver
{
    private readonly Dictionary<string, string> _newIds = [];

    protected override bool HasNothingToResolve => _newIds.Count == 0;

    public void Add(string from, string to) => _newIds[from] = to;

    public void Apply(MapValue root)
    {
        if (_newIds.Count > 0)
        {
            RewriteDependsOn(root);
            Resolve(root);
        }
    }

    protected override TemplateValue ResolveCall(MapValue call)
    {
        if (call["Ref"] is StringValue name)
        {
            return _newIds.TryGetValue(name.Value, out var id) ? Intrinsic.Ref(new StringValue(id) { Span = name.Span }) : call;
        }

        if (call["Fn::GetAtt"] is ListValue { Count: >= 2 } parts)
        {
            Rewrite(call, parts);
            return call;
        }

        SubText.RewriteArgument(call, Rewrite);
        return call;
    }

    private string Rewrite(string reference, string name)
    {
        var id = name.Split('.')[0];
        return _newIds.TryGetValue(id, out var to) ? reference.Replace(id, to, StringComparison.Ordinal) : reference;
    }

    private void Rewrite(MapValue call, ListValue parts)
    {
        if (DottedName.Read(parts) is [var id, .. var rest] && _newIds.TryGetValue(id, out var to))
        {
            call["Fn::GetAtt"] = DottedName.Write(to, rest, parts.Span);
        }
    }

    private void RewriteDependsOn(TemplateValue value)
    {
        if (value is ListValue list)
        {
            foreach (var item in list)
            {
                RewriteDependsOn(item);
            }
        }

        if (value is not MapValue map)
        {
            return;
        }

        if (map["DependsOn"] is { } dependsOn)
        {
            map["DependsOn"] = Renamed(dependsOn);
        }

        foreach (var (_, member) in map)
        {
            RewriteDependsOn(member);
        }
    }

    private TemplateValue Renamed(TemplateValue dependsOn)
    {
        if (dependsOn is ListValue ids)
        {
            for (var i = 0; i < ids.Count; i++)
            {
                ids[i] = Renamed(ids[i]);
            }
        }

        return dependsOn is StringValue id && _newIds.TryGetValue(id.Value, out var to) ? new StringValue(to) { Span = id.Span } : dependsOn;
    }
}
