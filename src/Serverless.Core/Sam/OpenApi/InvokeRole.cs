using Serverless.Sam.Resources;
using Serverless.Templates;

namespace Serverless.Sam.OpenApi;

/// <summary>As whom API Gateway calls an integration of a method that callers sign for.</summary>
internal static class InvokeRole
{
    private const string Nobody = "NONE";

    /// <summary>The role, or the ARN that stands for the caller; null when the method is not signed for or nobody's role is wanted.</summary>
    public static TemplateValue? CredentialsFor(MapValue eventAuth, MapValue apiAuth, string partition)
    {
        var isSigned = eventAuth["Authorizer"].IsText("AWS_IAM") || (apiAuth["DefaultAuthorizer"].IsText("AWS_IAM") && eventAuth.Count == 0);
        if (!isSigned)
        {
            return null;
        }

        var role = RoleIn(eventAuth) ?? RoleIn(apiAuth);
        return role is null || role.IsText("CALLER_CREDENTIALS") ? $"arn:{partition}:iam::*:user/*"
            : role.IsText(Nobody) ? null
            : role;
    }

    // An empty role is a wish for none.
    private static TemplateValue? RoleIn(MapValue auth) => auth["InvokeRole"] switch
    {
        null => null,
        { IsTruthy: true } role => role,
        _ => Nobody,
    };
}
