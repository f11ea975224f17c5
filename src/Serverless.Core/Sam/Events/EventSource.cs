using Serverless.Sam.References;
using Serverless.Sam.Resources;
using Serverless.Templates;

namespace Serverless.Sam.Events;

/// <summary>One kind of event that invokes functions or state machines: makes what connects the two.</summary>
internal abstract class EventSource
{
    /// <summary>The properties of the event, under the name of its type.</summary>
    public abstract PropertyTable Properties { get; }

    /// <summary>The name by which templates call the event's type.</summary>
    public string Type => Properties.Type;

    /// <summary>Checks what the event refers to, before any event of the function is expanded.</summary>
    /// <exception cref="Errors.SamErrorException">It refers to nothing that it can use.</exception>
    public virtual void Link(SamEvent source, MapValue resources)
    {
    }

    /// <summary>Adds the resources of one event, in order.</summary>
    /// <exception cref="Errors.SamErrorException">The event is invalid.</exception>
    public abstract void Expand(SamEvent source, EventExpansion expansion);
}

/// <summary>What an event is expanded into and with.</summary>
/// <param name="Target">The function or state machine, or its alias.</param>
/// <param name="Role">The target's own role, even if it is not used because the template gives another.</param>
/// <param name="Run">The transform.</param>
/// <param name="Output">Where the resources go.</param>
internal sealed record EventExpansion(GeneratedResource Target, GeneratedResource Role, TransformRun Run, List<GeneratedResource> Output)
{
    /// <summary>The boundary of roles that are made for events of a state machine; null for none.</summary>
    public TemplateValue? PermissionsBoundary { get; init; }

    public ParameterResolver Parameters => Run.Parameters;

    public MapValue Resources => Run.InputResources;

    /// <summary>A resource for an event, with what it inherits from its target.</summary>
    public GeneratedResource Make(ResourceShape shape, string id, SamEvent source) => new(shape, id, source.Span, Target.PassedOn);

    /// <summary>Makes a resource and adds it.</summary>
    public GeneratedResource Add(ResourceShape shape, string id, SamEvent source)
    {
        var made = Make(shape, id, source);
        Output.Add(made);
        return made;
    }

    /// <summary>The permission for a service to invoke the function.</summary>
    public GeneratedResource MakePermission(
        SamEvent source, string principal, TemplateValue? sourceArn = null, string? prefix = null, string suffix = "")
    {
        var permission = Make(Shapes.Permission, $"{prefix ?? source.Id}Permission{suffix}", source);
        permission["Action"] = "lambda:InvokeFunction";
        permission["FunctionName"] = Target.Ref();
        permission["Principal"] = principal;
        permission["SourceArn"] = sourceArn;
        return permission;
    }

    public GeneratedResource AddPermission(SamEvent source, string principal, TemplateValue? sourceArn = null)
    {
        var permission = MakePermission(source, principal, sourceArn);
        Output.Add(permission);
        return permission;
    }
}
