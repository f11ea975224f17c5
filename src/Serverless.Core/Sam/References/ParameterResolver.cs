using Serverless.Sam.Errors;
using Serverless.Sam.Python;
using Serverless.Templates;
using Serverless.Text;

namespace Serverless.Sam.References;

/// <summary>Replaces references to parameters, in <c>Ref</c> and in the text of <c>Fn::Sub</c>, by their values.</summary>
internal sealed class ParameterResolver(IReadOnlyDictionary<string, TemplateValue> values) : Resolver
{
    protected override bool HasNothingToResolve => values.Count == 0;

    protected override TemplateValue ResolveCall(MapValue call)
    {
        if (call["Ref"] is { } name)
        {
            return name is StringValue text && ValueOf(text.Value) is { } value ? At(value, call.Span) : call;
        }

        SubText.RewriteArgument(call, (reference, parameter) => TextOf(parameter, call) ?? reference);
        return call;
    }

    // The service stands in a text of this form for a value of a nested stack that is not known yet.
    private TemplateValue? ValueOf(string parameter) =>
        values.TryGetValue(parameter, out var value) && !IsPlaceholder(value) ? value : null;

    // What is wrong with a value is wrong for the property that takes it.
    private static TemplateValue At(TemplateValue value, SourceSpan span) => value is ScalarValue scalar ? scalar.At(span.Or(scalar.Span)) : value;

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
