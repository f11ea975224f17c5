using Serverless.Sam.Resources;
using Serverless.Templates;

namespace Serverless.Sam.Policies;

/// <summary>Builds the execution role of a resource from its policies.</summary>
internal sealed class RoleBuilder(ManagedPolicies managed, SamResource owner)
{
    private readonly ListValue _managedArns = [];
    private readonly ListValue _inline = [];

    private string RoleId => owner.Id + "Role";

    public RoleBuilder AddAwsPolicy(string pathAndName)
    {
        _managedArns.Add(managed.ArnOf(pathAndName));
        return this;
    }

    public RoleBuilder AddInline(TemplateValue policy)
    {
        _inline.Add(policy);
        return this;
    }

    /// <summary>The role. Its managed policies are always there, its inline ones only when there are some.</summary>
    public GeneratedResource Build(TemplateValue trust, TemplateValue? tags)
    {
        var role = new GeneratedResource(Shapes.Role, RoleId, owner.Span, owner.PassedOn);
        role["AssumeRolePolicyDocument"] = trust;
        AddPolicies();
        role["ManagedPolicyArns"] = _managedArns;
        role["Policies"] = _inline.Count > 0 ? _inline : null;
        role["Path"] = owner["RolePath"];
        role["PermissionsBoundary"] = owner["PermissionsBoundary"];
        role["Tags"] = tags;
        return role;
    }

    private void AddPolicies()
    {
        var index = 0;
        foreach (var entry in PolicyEntry.Read(owner["Policies"], withTemplates: false))
        {
            Add(entry, index++);
        }
    }

    private void Add(PolicyEntry entry, int index)
    {
        switch (entry.Kind)
        {
            case PolicyKind.Statement:
                _inline.Add(ConvertSides(entry.Value, _ => true, document => Named(document, index)));
                break;
            case PolicyKind.Managed:
                var arn = ConvertSides(entry.Value, value => value is StringValue, Find);
                if (!_managedArns.Contains(arn))
                {
                    _managedArns.Add(arn);
                }

                break;
            default:
                throw owner.Error(
                    $"Policy at index {index} in the 'Policies' property is not valid", entry.Value, HelpFor(entry.Value));
        }
    }

    private static string? HelpFor(TemplateValue entry) =>
        entry is MapValue { Count: 1 } map ? Diagnostics.DidYouMean.Ask(map.First().Key.Text, PolicyTemplateTable.Names) : null;

    private MapValue Named(TemplateValue document, int index) =>
        new(new MapEntry("PolicyName", $"{RoleId}Policy{index}"), new("PolicyDocument", document)) { Span = document.Span };

    private StringValue Find(TemplateValue name) => new(managed.Find(name.AsString()!)) { Span = name.Span };

    // The sides of an Fn::If are converted where they stand.
    private static TemplateValue ConvertSides(TemplateValue value, Func<TemplateValue, bool> accepts, Func<TemplateValue, TemplateValue> convert)
    {
        if (!Values.TryIf(value, out var argument))
        {
            return accepts(value) ? convert(value) : value;
        }

        var items = (ListValue)argument;
        for (var side = 1; side <= 2; side++)
        {
            if (!Values.IsNoValue(items[side]) && accepts(items[side]))
            {
                items[side] = convert(items[side]);
            }
        }

        return value;
    }
}
