using Serverless.Templates;

namespace Serverless.Sam.References;

/// <summary>
/// Resolves references to what SAM makes of a resource, such as <c>!Ref Hello.Alias</c>, to the generated resource's id.
/// </summary>
internal sealed class GeneratedReferences : Resolver
{
    private readonly Dictionary<string, string> _generated = [];

    protected override bool HasNothingToResolve => _generated.Count == 0;

    public void Add(string id, string property, string generatedId) => _generated[NameOf(id, property)] = generatedId;

    protected override TemplateValue ResolveCall(MapValue call)
    {
        if (call["Ref"] is StringValue name)
        {
            return name.Value.Split('.', 2) is [var id, var property] && _generated.TryGetValue(NameOf(id, property), out var generated)
                ? Intrinsic.Ref(new StringValue(generated) { Span = name.Span })
                : call;
        }

        if (call["Fn::GetAtt"] is ListValue { Count: >= 2 } parts)
        {
            Rewrite(call, parts);
            return call;
        }

        SubText.RewriteArgument(call, Rewrite);
        return call;
    }

    private string Rewrite(string reference, string name) =>
        name.Split('.') is [var id, var property, ..] && _generated.TryGetValue(NameOf(id, property), out var generated)
            ? reference.Replace($"{id}.{property}", generated, StringComparison.Ordinal)
            : reference;

    // A line break is in no logical id.
    private static string NameOf(string id, string property) => $"{id}\n{property}";

    private void Rewrite(MapValue call, ListValue parts)
    {
        if (DottedName.Read(parts) is [var id, var property, .. var rest] && _generated.TryGetValue(NameOf(id, property), out var generated))
        {
            call["Fn::GetAtt"] = DottedName.Write(generated, rest, parts.Span);
        }
    }
}
