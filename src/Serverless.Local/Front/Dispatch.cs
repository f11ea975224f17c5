using Microsoft.AspNetCore.Http;
using Serverless.Local.CloudFormation;
using Serverless.Local.Lambda;
using Serverless.Local.Query;
using Serverless.Local.S3;
using Serverless.Local.Sts;

namespace Serverless.Local.Front;

/// <summary>
/// The one address of all services. The signature's scope says which service a request is for; unsigned requests are told by what
/// they look like.
/// </summary>
internal sealed class Dispatch(ControlEndpoint control, S3Endpoint s3, CloudFormationEndpoint cloudFormation, StsEndpoint sts, LambdaEndpoint lambda)
{
    /// <summary>Serves a request.</summary>
    public async Task ServeAsync(HttpContext context)
    {
        if (BrowserGuard.Refusal(context.Request) is { } refusal)
        {
            await RefuseAsync(context, 403, refusal);
            return;
        }

        var request = new AwsRequest(context);
        try
        {
            await RouteAsync(request);
        }
        catch (Exception failure) when (failure is OperationCanceledException or BadHttpRequestException or IOException && context.RequestAborted.IsCancellationRequested)
        {
            // The client went away; nobody is left to tell.
        }
        catch (BadHttpRequestException failure) when (!context.Response.HasStarted)
        {
            await RefuseAsync(context, failure.StatusCode, failure.Message);
        }
        catch (Exception failure) when (!context.Response.HasStarted)
        {
            await RefuseAsync(context, 500, $"Internal failure of the local cloud: {failure.Message}");
        }
    }

    private Task RouteAsync(AwsRequest request)
    {
        if (request.RawPath.StartsWith(ControlEndpoint.Root, StringComparison.Ordinal))
        {
            return control.ServeAsync(request);
        }

        return request.Scope?.Service switch
        {
            "s3" => s3.ServeAsync(request),
            "lambda" => lambda.ServeAsync(request),
            "cloudformation" or "sts" => QueryAsync(request),
            { } other => RefuseServiceAsync(request.Context, other),
            null when request.Header("X-Amz-Target") is { } target => RefuseAsync(request.Context, 501, $"'{target}' is not emulated by the local cloud."),
            null when request.RawPath.StartsWith(LambdaEndpoint.Root, StringComparison.Ordinal) => lambda.ServeAsync(request),
            null when request.Method == "POST" && request.Context.Request.HasFormContentType && request.RawPath == "/" => QueryAsync(request),
            null => s3.ServeAsync(request),
        };
    }

    private async Task QueryAsync(AwsRequest request)
    {
        var form = request.Context.Request.HasFormContentType
            ? await QueryForm.ReadAsync(request.Context.Request, request.Aborted)
            : new(request.QueryNames.ToDictionary(name => name, name => request.Query(name)!));
        await (form.Version switch
        {
            StsEndpoint.Version => sts.ServeAsync(request, form),
            _ => cloudFormation.ServeAsync(request, form),
        });
    }

    // With a code of its own, clients do not take the answer for one of a proxy.
    private static Task RefuseServiceAsync(HttpContext context, string service)
    {
        context.Response.Headers["x-amzn-ErrorType"] = "NotImplemented";
        return RefuseAsync(context, 501, $"The service '{service}' is not emulated by the local cloud.");
    }

    private static async Task RefuseAsync(HttpContext context, int status, string message)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await context.Response.WriteAsync(System.Text.Json.JsonSerializer.Serialize(new Dictionary<string, string> { ["message"] = message }), context.RequestAborted);
        }
    }
}
