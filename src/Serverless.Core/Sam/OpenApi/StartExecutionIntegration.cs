using Serverless.Sam.Python27;
using Serverless.Sam.Resources;
using Serverless.Templates;

namespace Serverless.Sam.OpenApi;

/// <summary>The integration by which a REST API starts a state machine with the request's body as input.</summary>
/// <param name="Target">The state machine or its alias.</param>
/// <param name="Role">The role by which API Gateway may start it.</param>
/// <param name="IsUnescaped">True when apostrophes in the body are not to be escaped for JavaScript, which JSON does not allow.</param>
internal sealed record StartExecutionIntegration(GeneratedResource Target, GeneratedResource Role, bool IsUnescaped)
{
    private string Template =>
        "{\"input\": \"$util.escapeJavaScript($input.json('$'))"
        + (IsUnescaped ? ".replaceAll(\"\\\\'\",\"'\")" : "")
        + $"\", \"stateMachineArn\": \"${{{Target.Id}}}\"}}";

    public void AddTo(SwaggerDocument document, MapKey path, MapKey method) =>
        document.AddIntegration(path, method, ToValue, Responses, Target.Condition);

    private Python27Map ToValue() => Python27Map.Of(
        ("type", "aws"),
        ("httpMethod", "POST"),
        ("uri", Target.Condition.IsTruthy() ? Values.If(Target.Condition, Uri()) : Uri()),
        ("responses", Python27Map.Of(("200", Python27Map.Of(("statusCode", "200"))), ("400", Python27Map.Of(("statusCode", "400"))))),
        ("credentials", Role.Arn()),
        ("requestTemplates", Python27Map.Of(("application/json", Python27Map.Of(("Fn::Sub", Template))))));

    private static Python27Map Uri() =>
        Python27Map.Of(("Fn::Sub", "arn:${AWS::Partition}:apigateway:${AWS::Region}:states:action/StartExecution"));

    private static Python27Map Responses() => Python27Map.Of(
        ("200", Python27Map.Of(("description", "OK"))),
        ("400", Python27Map.Of(("description", "Bad Request"))));
}
