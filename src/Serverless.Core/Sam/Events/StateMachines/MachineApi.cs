using Serverless.Sam.OpenApi;
using Serverless.Sam.Resources;
using Serverless.Templates;
using static Serverless.Sam.Resources.PropertyRule;

namespace Serverless.Sam.Events.StateMachines;

/// <summary>A route of a REST API that starts a state machine. The step for implicit APIs has completed the event's properties already.</summary>
internal sealed class MachineApi : EventSource
{
    public override PropertyTable Properties { get; } = new(
        "Api",
        String("Path").Required(),
        String("Method").Required(),
        String("RestApiId"),
        String("Stage"),
        Map("Auth"),
        Boolean("UnescapeMappingTemplate").NoIntrinsic());

    public override void Link(SamEvent source, MapValue resources) => _ = RouteOf(source, resources);

    public override void Expand(SamEvent source, EventExpansion expansion)
    {
        var role = StartExecutionRole.Add(source, "apigateway.amazonaws.com", expansion);
        var route = RouteOf(source, expansion.Resources);
        if (route.IsManaged && route.Api["DefinitionBody"] is MapValue body)
        {
            Integrate(source, route, body, role, expansion);
        }
    }

    // The service never asks for the stage of such a route, so that policies lack it.
    private static RestRoute RouteOf(SamEvent source, MapValue resources) => RestRoute.Of(source, resources) with { Stage = null };

    private static void Integrate(SamEvent source, RestRoute route, MapValue body, GeneratedResource role, EventExpansion expansion)
    {
        var document = expansion.Run.Documents.OpenSwagger(body);
        if (document.HasIntegration(route.Path.Text, route.Method.Text))
        {
            throw source.Error($"API method \"{route.Method.Text}\" defined multiple times for path \"{route.Path.Text}\".", source["Path"]);
        }

        document.EditPath(route.Path, () =>
        {
            var integration = new StartExecutionIntegration(expansion.Target, role, source["UnescapeMappingTemplate"].IsTruthy());
            integration.AddTo(document, route.Path, route.Method);
            if (source["Auth"] is MapValue { Count: > 0 } auth)
            {
                RestEventAuth.Add(source.Subject, auth, route, document, expansion.Parameters);
            }
        });
        route.Api["DefinitionBody"] = document.Result();
    }
}
