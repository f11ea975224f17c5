using Serverless.Sam.Python27;
using Serverless.Sam.Resources;
using Serverless.Templates;

namespace Serverless.Sam.OpenApi;

/// <summary>The proxy integration of a REST API with a function.</summary>
/// <param name="Uri">The function's invocation address.</param>
/// <param name="Credentials">As whom API Gateway invokes; null for the function's permission.</param>
/// <param name="IsStreamed">True when responses are streamed.</param>
/// <param name="Condition">The condition under which there is a function; null for always.</param>
internal sealed record LambdaIntegration(MapValue Uri, TemplateValue? Credentials, bool IsStreamed, TemplateValue? Condition)
{
    public void AddTo(SwaggerDocument document, MapKey path, MapKey method) =>
        document.AddIntegration(path, method, ToValue, () => new Python27Map(), Condition);

    private Python27Map ToValue() => Python27Map.Of(
        ("type", "aws_proxy"),
        ("httpMethod", "POST"),
        ("uri", Condition.IsTruthy() ? Values.If(Condition, Uri) : Uri),
        ("responseTransferMode", IsStreamed ? new StringValue("STREAM") : null),
        ("credentials", Credentials));
}
