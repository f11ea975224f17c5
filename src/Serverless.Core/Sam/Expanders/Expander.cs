using Serverless.Sam.Errors;
using Serverless.Sam.Resources;
using Serverless.Templates;

namespace Serverless.Sam.Expanders;

/// <summary>Turns the resources of one SAM type into CloudFormation.</summary>
internal abstract class Expander
{
    /// <summary>The properties of the type.</summary>
    public abstract PropertyTable Properties { get; }

    /// <summary>What a template may refer to as <c>Id.Name</c>, with the generated type that it stands for.</summary>
    public virtual IReadOnlyList<(string Name, string Type)> ReferableProperties => [];

    /// <summary>True when policy templates are filled in before the expander sees the resource.</summary>
    public virtual bool HasPolicies => false;

    /// <summary>Looks at the properties, and changes them, before they are checked against the table.</summary>
    /// <exception cref="SamErrorException">The resource is invalid.</exception>
    public virtual void Prepare(MapValue properties, Subject subject, TransformRun run)
    {
    }

    /// <summary>The resources that stand for this one, in the order in which they are written.</summary>
    /// <exception cref="Errors.SamErrorException">The resource is invalid; the others are expanded nevertheless.</exception>
    /// <exception cref="Errors.SamDocumentException">A document in the template is invalid; the transform ends.</exception>
    public abstract List<GeneratedResource> Expand(SamResource resource, TransformRun run);
}
