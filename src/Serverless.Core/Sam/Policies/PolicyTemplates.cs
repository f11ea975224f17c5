using Serverless.Sam.Errors;
using Serverless.Sam.Python;
using Serverless.Sam.Resources;
using Serverless.Templates;

namespace Serverless.Sam.Policies;

/// <summary>Fills in the policy templates in a resource's <c>Policies</c>, before its expander sees them.</summary>
internal static class PolicyTemplates
{
    /// <exception cref="SamErrorException">A template lacks a parameter's value.</exception>
    public static void FillIn(MapValue properties, Subject subject)
    {
        var entries = PolicyEntry.Read(properties.Get("Policies"), withTemplates: true);
        if (entries.Count > 0)
        {
            var filled = new ListValue(entries.Select(entry => Filled(entry, subject))) { Span = properties["Policies"]!.Span };
            properties["Policies"] = filled;
        }
    }

    private static TemplateValue Filled(PolicyEntry entry, Subject subject)
    {
        if (entry.Kind != PolicyKind.Template)
        {
            return entry.Value;
        }

        if (!Values.TryIf(entry.Value, out var argument))
        {
            return Fill((MapValue)entry.Value, subject);
        }

        var items = (ListValue)argument;
        return Values.If(items[0], Side(items[1], subject), Side(items[2], subject));
    }

    private static TemplateValue Side(TemplateValue side, Subject subject) => Values.IsNoValue(side) ? side : Fill((MapValue)side, subject);

    private static MapValue Fill(MapValue entry, Subject subject)
    {
        var (key, given) = entry.First();
        var template = PolicyTemplateTable.Find(key.Text)!;
        if (given is not MapValue values)
        {
            throw subject.Error(
                $"Must specify valid parameter values for policy template '{key.Text}'", entry, $"It needs a map with {string.Join(", ", template.Parameters)}.");
        }

        var missing = template.Parameters.Where(name => !values.ContainsKey(name)).Select(name => (TemplateValue)name).ToList();
        if (missing.Count > 0)
        {
            throw subject.Error(
                $"Following required parameters of template '{key.Text}' don't have values: {PythonText.Repr(new ListValue(missing))}", entry);
        }

        var policy = template.Fill(values);
        return new MapValue(policy) { Span = entry.Span };
    }
}
