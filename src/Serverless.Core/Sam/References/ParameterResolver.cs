using Serverless.Sam.Errors;
using Serverless.Sam.Python;
using Serverless.Templates;

namespace Serverless.Sam.References;

/// <summary>Replaces references to parameters, in <c>Ref</c> and in the text of <c>Fn::Sub</c>, by their values.</summary>
internal sealed class ParameterResolver(IReadOnlyDictionary<string, TemplateValue> values) : Resolver
{
    protected override bool HasNothingToResolve => values.Count == 0;

    protected override TemplateValue ResolveCall(MapValue call)
    {
        if (call["Ref"] is { } name)
        {
            return name is StringValue text && ValueOf(text.Value) is { } value ? value : call;
        }

        SubText.RewriteArgument(call, (reference, parameter) => TextOf(parameter, call) ?? reference);
        return call;
    }

    // The service stands in a text of this form for a value of a nested stack that is not known yet.
    private TemplateValue? ValueOf(string parameter) =>
        values.TryGetValue(parameter, out var value) && !IsPlaceholder(value) ? value : null;

    private static bool IsPlaceholder(TemplateValue value) =>
        value is StringValue text && text.Value.StartsWith("{{IntrinsicFunction:", StringComparison.Ordinal);

    private string? TextOf(string parameter, MapValue call) => ValueOf(parameter) switch
    {
        null => null,
        StringValue text => text.Value,
        var other => throw SamDocumentException.Template(
            $"Invalid Fn::Sub variable value {PythonText.Str(other)}. Fn::Sub expects all variables to be strings.", call.Span),
    };
}
