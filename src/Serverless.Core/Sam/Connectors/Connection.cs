using Serverless.Sam.Errors;
using Serverless.Sam.Resources;
using Serverless.Templates;

namespace Serverless.Sam.Connectors;

/// <summary>Makes the resources that let one end of a connector reach the other.</summary>
internal static class Connection
{
    /// <summary>The resources, for each destination in turn. What must wait for them is told to, in the expanded template.</summary>
    /// <exception cref="SamErrorException">The ends cannot be connected as the request wants it.</exception>
    public static List<GeneratedResource> Connect(ConnectorRequest request, TransformRun run)
    {
        if (request.Destination is not ListValue destinations)
        {
            return Connect(request, request.Destination, "", run);
        }

        if (destinations.Count == 0)
        {
            throw request.Subject.Error("'Destination' is an empty list", destinations);
        }

        return [.. destinations.SelectMany((destination, i) => Connect(request, destination, $"Destination{i}", run))];
    }

    private static List<GeneratedResource> Connect(ConnectorRequest request, TemplateValue destination, string suffix, TransformRun run)
    {
        var to = ConnectorEnd.Read("Destination", (MapValue)destination, request.Subject, run);
        var from = ConnectorEnd.Read("Source", request.Source, request.Subject, run);
        var profile = ConnectorProfiles.Find(from.Type, to.Type) ?? throw request.Subject.Error(
            $"Unable to create connector from {from.Type} to {to.Type}; it's not supported or the template is invalid.", destination);
        var wanted = ConnectorPermissions.Read(request, profile, from, to);
        var grants = profile.Grants.Select(grant => Grant.Fill(grant, profile.Kind, from, to, request.Subject)).ToList();
        grants.RemoveAll(grant => !wanted.Contains(grant.Permission));

        var made = Generate(new(request, profile, from, to, grants), suffix);
        Waiting.LetWait(profile.WaitsFor, made, from, to, run);
        return made;
    }

    private static List<GeneratedResource> Generate(GrantedConnection granted, string suffix) => granted.Profile.Kind switch
    {
        ConnectorKind.SourceRole => [granted.RolePolicy(granted.Source.RoleName(granted.Destination, granted.Request.Subject), suffix)],
        ConnectorKind.DestinationRole => [granted.RolePolicy(granted.Destination.RoleName(granted.Source, granted.Request.Subject), suffix)],
        ConnectorKind.QueuePolicy => [granted.Policy(Shapes.QueuePolicy, "QueuePolicy" + suffix, "Queues", granted.Known("QueueUrl", "SQS queue URL"))],
        ConnectorKind.TopicPolicy => [granted.Policy(Shapes.TopicPolicy, "TopicPolicy" + suffix, "Topics", granted.Known("Arn", "SNS topic ARN"))],
        _ => [.. granted.Grants.Select(grant => granted.Permission(grant, grant.Permission + "LambdaPermission" + suffix))],
    };
}
