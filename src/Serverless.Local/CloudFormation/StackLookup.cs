using Serverless.Local.Resources;
using Serverless.Local.Resources.Others;
using Serverless.Templates;
using Serverless.Templates.Evaluation;

namespace Serverless.Local.CloudFormation;

/// <summary>Answers references from a stack's resources as they are now, and imports from all other stacks.</summary>
/// <param name="find">A resource of the stack.</param>
/// <param name="export">The value of an export; null when there is none.</param>
internal sealed class StackLookup(Func<string, ResourceRecord?> find, Func<string, string?> export) : IResourceLookup
{
    private readonly HashSet<string> _imports = [];

    /// <summary>The exports that were asked for and found.</summary>
    public IReadOnlyList<string> Imports
    {
        get
        {
            lock (_imports)
            {
                return [.. _imports.Order(StringComparer.Ordinal)];
            }
        }
    }

    /// <inheritdoc/>
    public TemplateValue? Ref(string logicalId) => find(logicalId)?.PhysicalId is { } id ? new StringValue(id) : null;

    /// <inheritdoc/>
    public TemplateValue? GetAtt(string logicalId, string attribute)
    {
        if (find(logicalId) is not { PhysicalId: { } id } resource)
        {
            return null;
        }

        return resource.Identity()!.Attributes[attribute] ?? (ResourceBodies.IsRecorded(resource.ResourceType) ? RecordedBody.Attribute(id, attribute) : null);
    }

    /// <inheritdoc/>
    public TemplateValue? Import(string exportName)
    {
        if (export(exportName) is not { } value)
        {
            return null;
        }

        lock (_imports)
        {
            _imports.Add(exportName);
        }

        return value;
    }
}
