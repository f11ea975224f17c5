using Serverless.Text;

namespace Serverless.Templates.LanguageExtensions;

/// <summary>
/// Functions in the attributes of a resource or output, which CloudFormation itself takes only as plain values
/// (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/function-refs-in-policy-attributes.html).
/// </summary>
internal sealed class AttributeResolution(FunctionResolution functions, MapValue body)
{
    private static readonly string[] _deletionPolicies = ["Delete", "Retain", "RetainExceptOnCreate", "Snapshot"];
    private static readonly string[] _replacePolicies = ["Delete", "Retain", "Snapshot"];

    public void Resolve()
    {
        ResolveText("Condition");
        ResolvePolicy("DeletionPolicy", _deletionPolicies);
        ResolvePolicy("UpdateReplacePolicy", _replacePolicies);
        if (body["DependsOn"] is { } dependsOn && (Intrinsic.Is(dependsOn) || (dependsOn is ListValue list && list.Any(Intrinsic.Is))))
        {
            Set("DependsOn", functions.Know(dependsOn, "DependsOn"));
        }
    }

    private void ResolveText(string name)
    {
        if (Intrinsic.Is(body[name]))
        {
            Set(name, functions.Know(body[name]!, name));
        }
    }

    private void ResolvePolicy(string name, string[] options)
    {
        if (!Intrinsic.Is(body[name]) || functions.Know(body[name]!, name) is not { } known)
        {
            return;
        }

        if (known.Value is not null && !options.Contains(known.Value.AsString()))
        {
            functions.Complain(
                LanguageExtensionDiagnostics.BadPolicy,
                body[name]!,
                $"'{name}' turns out to be {Describe.Value(known.Value)}.",
                $"Its options are {string.Join(", ", options)}.");
            return;
        }

        Set(name, known);
    }

    private void Set(string name, Known? known)
    {
        if (known is null)
        {
            return;
        }

        if (known.Value is null)
        {
            body.Remove(name);
            return;
        }

        body[name] = At(known.Value, body[name]!.Span);
    }

    private static TemplateValue At(TemplateValue value, SourceSpan span) => value is StringValue text ? new StringValue(text.Value) { Span = span } : value;
}
