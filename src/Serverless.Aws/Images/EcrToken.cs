using Serverless.Diagnostics;

namespace Serverless.Aws.Images;

/// <summary>Asks ECR for a password (https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_GetAuthorizationToken.html).</summary>
internal static class EcrToken
{
    private const string Operation = "AmazonEC2ContainerRegistry_V20150921.GetAuthorizationToken";

    /// <summary>User and password in the form of Basic authentication; they hold for twelve hours.</summary>
    /// <exception cref="DiagnosticException">ECR gives none.</exception>
    public static async Task<string> GetAsync(AwsConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            var reply = await connection.CreateRegistryAuthority().SendAsync(Operation, "{}", cancellationToken);
            return reply.GetProperty("authorizationData")[0].GetProperty("authorizationToken").GetString()!;
        }
        catch (Exception exception) when (exception is not DiagnosticException && !cancellationToken.IsCancellationRequested)
        {
            throw new DiagnosticException(connection.Explain(exception, "ECR") ?? AwsDiagnostics.Denied("Asking ECR for a password (ecr:GetAuthorizationToken)", AwsErrors.Brief(exception)));
        }
    }
}
