using Serverless.Sam.Errors;
using Serverless.Sam.Resources;
using Serverless.Templates;

namespace Serverless.Sam.Connectors;

/// <summary>A grant whose texts are filled in.</summary>
internal sealed record Grant(string Permission, string[] Words, List<TemplateValue> Values)
{
    /// <exception cref="SamErrorException">A value of an end is not known.</exception>
    public static Grant Fill(ConnectorGrant grant, ConnectorKind kind, ConnectorEnd source, ConnectorEnd destination, Subject subject)
    {
        var texts = kind is ConnectorKind.QueuePolicy or ConnectorKind.TopicPolicy ? ["<Destination.Arn>", "<Source.Arn>"] : grant.Texts;
        return new(grant.Permission, grant.Words, [.. texts.Select(text => GrantText.Fill(text, source, destination, subject))]);
    }
}

/// <summary>A connection with all that is granted by it: writes the resources.</summary>
internal sealed record GrantedConnection(
    ConnectorRequest Request, ConnectorProfile Profile, ConnectorEnd Source, ConnectorEnd Destination, List<Grant> Grants)
{
    /// <summary>A managed policy of a role.</summary>
    public GeneratedResource RolePolicy(TemplateValue role, string suffix)
    {
        var policy = Generate(Shapes.ManagedPolicy, "Policy" + suffix);
        policy["PolicyDocument"] = Document(grant => Values.Map(
            ("Effect", "Allow"),
            ("Action", new ListValue(grant.Words.Select(action => (TemplateValue)action))),
            ("Resource", new ListValue(grant.Values))));
        policy["Roles"] = Values.List(role);
        return policy;
    }

    /// <summary>A policy of the destination that lets the source's service use it on the source's behalf.</summary>
    public GeneratedResource Policy(ResourceShape shape, string suffix, string property, TemplateValue target)
    {
        var policy = Generate(shape, suffix);
        policy["PolicyDocument"] = Document(grant => Values.Map(
            ("Effect", "Allow"),
            ("Principal", Values.Map(("Service", grant.Words[0]))),
            ("Resource", grant.Values[0]),
            ("Action", grant.Words[1]),
            ("Condition", Values.Map(("ArnEquals", Values.Map(("aws:SourceArn", grant.Values[1])))))));
        policy[property] = Values.List(target);
        return policy;
    }

    /// <summary>A permission to invoke the destination.</summary>
    public GeneratedResource Permission(Grant grant, string suffix)
    {
        var permission = Generate(Shapes.Permission, suffix);
        permission["Action"] = "lambda:InvokeFunction";
        permission["FunctionName"] = Known("Arn", "Lambda function ARN");
        permission["Principal"] = grant.Words[0];
        permission["SourceArn"] = grant.Values[0];
        permission["SourceAccount"] = grant.Values.ElementAtOrDefault(1);
        return permission;
    }

    /// <summary>A value of the destination that its policy needs.</summary>
    /// <exception cref="SamErrorException">It is not known.</exception>
    public TemplateValue Known(string name, string shownName) =>
        Destination.Known.Get(name) is { IsTruthy: true } value
            ? value
            : throw Request.Subject.Error($"Unable to get {shownName} from 'Destination' resource.", Destination.Known);

    private GeneratedResource Generate(ResourceShape shape, string suffix) => Request.Generate(shape, suffix, Source, Destination);

    private MapValue Document(Func<Grant, TemplateValue> statement) =>
        Values.Map(("Version", "2012-10-17"), ("Statement", new ListValue(Grants.Select(statement))));
}
