using Serverless.Sam.OpenApi;
using Serverless.Sam.Resources;
using Serverless.Templates;
using static Serverless.Sam.Resources.PropertyRule;

namespace Serverless.Sam.Events;

/// <summary>A route of a REST API. The step for implicit APIs has completed the event's properties already.</summary>
internal sealed partial class Api : EventSource
{
    public override PropertyTable Properties { get; } = new(
        "Api",
        String("Path").Required(),
        String("Method").Required(),
        String("Stage"),
        String("RestApiId"),
        Map("Auth"),
        Map("RequestModel"),
        List("RequestParameters"),
        Integer("TimeoutInMillis"),
        String("ResponseTransferMode"));

    public override void Link(SamEvent source, MapValue resources) => _ = RestRoute.Of(source, resources);

    public override void Expand(SamEvent source, EventExpansion expansion)
    {
        var route = RestRoute.Of(source, expansion.Resources);
        expansion.Output.Add(Permission(source, route, expansion));
        if (route.IsManaged || route.IsMerged)
        {
            Integrate(source, route, expansion);
        }

        if (!route.IsManaged && source["Auth"].AsMap()?["OverrideApiAuth"] is { IsTruthy: true })
        {
            OverrideAuth(source, route, expansion);
        }
    }

    private static GeneratedResource Permission(SamEvent source, RestRoute route, EventExpansion expansion)
    {
        var stage = route.Stage.AsString()!;
        var method = route.Method.Text == "any" ? "*" : route.Method.Text.ToUpperInvariant();
        var path = SwaggerDocument.WithoutAnyParameters(RoutePath.WithoutTrailingSlash(route.Path.Text));
        return expansion.MakePermission(
            source,
            "apigateway.amazonaws.com",
            Values.Sub(
                TransformRun.Arn(expansion.Run.Partition, "execute-api", $"${{__ApiId__}}/${{__Stage__}}/{method}{path}"),
                ("__ApiId__", source["RestApiId"]),
                ("__Stage__", "*")),
            suffix: Values.IsAlphanumeric(stage) ? stage : HashedId.Digits(stage));
    }

    private static void Integrate(SamEvent source, RestRoute route, EventExpansion expansion)
    {
        if (route.Api["DefinitionBody"] is not MapValue body)
        {
            return;
        }

        var document = expansion.Run.Documents.OpenSwagger(route.IsMerged ? SwaggerDocument.Skeleton() : body);
        if (document.HasIntegration(route.Path.Text, route.Method.Text))
        {
            throw source.Error($"API method \"{route.Method.Text}\" defined multiple times for path \"{route.Path.Text}\".", source["Path"]);
        }

        document.EditPath(route.Path, () =>
        {
            Integration(source, route, expansion).AddTo(document, route.Path, route.Method);
            AddSettings(source, route, expansion, document);
        });
        route.Api["DefinitionBody"] = route.IsMerged ? MergedDefinition.Of(body, document.Result(), route) : document.Result();
    }

    private static LambdaIntegration Integration(SamEvent source, RestRoute route, EventExpansion expansion)
    {
        var isStreamed = source["ResponseTransferMode"].IsText("RESPONSE_STREAM");
        var credentials = InvokeRole.CredentialsFor(source["Auth"].AsMap() ?? [], route.Api["Auth"].AsMap() ?? [], expansion.Run.Partition);
        return new(InvocationUri.Of(expansion, expansion.Run.Partition, isStreamed), credentials, isStreamed, expansion.Target.Condition);
    }

    private static void AddSettings(SamEvent source, RestRoute route, EventExpansion expansion, SwaggerDocument document)
    {
        if (source["Auth"] is MapValue { Count: > 0 } auth)
        {
            RestEventAuth.Add(source.Subject, auth, route, document, expansion.Parameters);
        }

        if (source["TimeoutInMillis"] is { IsTruthy: true } timeout)
        {
            document.SetTimeout(route.Path.Text, route.Method.Text, timeout);
        }

        if (source["RequestModel"] is MapValue { Count: > 0 } model)
        {
            RequestModel.Add(source, model, route, document);
        }

        if (source["RequestParameters"] is { IsTruthy: true } parameters)
        {
            RequestParameters.Add(source, parameters, route, document);
        }
    }

    // The document is the user's own, so that only the callers of its route are the event's.
    private static void OverrideAuth(SamEvent source, RestRoute route, EventExpansion expansion)
    {
        if (route.Api["DefinitionBody"] is not { IsTruthy: true } body)
        {
            return;
        }

        var auth = (MapValue)source["Auth"]!;
        if (!auth["Authorizer"].IsTruthy() && !auth["ApiKeyRequired"].IsTruthy() && !auth["ResourcePolicy"].IsTruthy())
        {
            throw source.Error(
                "Must define one of: Authorizer, ApiKeyRequired or ResourcePolicy when using the OverrideApiAuth property.", auth);
        }

        var document = expansion.Run.Documents.OpenSwagger(body);
        document.EditPath(route.Path, () => RestEventAuth.Add(source.Subject, auth, route, document, expansion.Parameters));
        route.Api["DefinitionBody"] = document.Result();
    }
}
