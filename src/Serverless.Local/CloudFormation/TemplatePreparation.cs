using Serverless.Local.Query;
using Serverless.Templates.Evaluation;

namespace Serverless.Local.CloudFormation;

/// <summary>Prepares templates for the stacks of one account, with the transforms that this local cloud has.</summary>
/// <param name="transform">Applies transforms; null when there are none.</param>
/// <param name="accountId">The account of all stacks.</param>
internal sealed class TemplatePreparation(TemplateTransform? transform, string accountId)
{
    /// <summary>The values of a stack's pseudo parameters.</summary>
    public PseudoParameterValues Pseudo(StackRecord record, IReadOnlyList<string> notificationArns) =>
        new(record.Name, record.Id, record.Region, accountId) { NotificationArns = notificationArns };

    /// <summary>The template that a request asks for, and what it is made of.</summary>
    /// <exception cref="QueryException">It cannot be deployed, or a capability is not acknowledged.</exception>
    public (PreparedTemplate Template, StackInput Input) Prepare(StackRequest request, StackRecord record)
    {
        var input = ChangeSetCreation.Input(request, record);
        var written = PreparedTemplate.Read(input.TemplateBody);
        if (written.Transforms.Any() && !input.Capabilities.Contains("CAPABILITY_AUTO_EXPAND"))
        {
            throw TemplateCapabilities.Refusal("Requires capabilities : [CAPABILITY_AUTO_EXPAND]");
        }

        var template = Prepare(record, input);
        return TemplateCapabilities.Missing(template.Template, input.Capabilities) is { } missing ? throw TemplateCapabilities.Refusal(missing) : (template, input);
    }

    /// <summary>The template of what a stack was, or shall be, made of.</summary>
    /// <exception cref="QueryException">It cannot be deployed.</exception>
    public PreparedTemplate Prepare(StackRecord record, StackInput input) =>
        PreparedTemplate.Prepare(input.TemplateBody, new(input.Parameters), Pseudo(record, input.NotificationArns), transform);
}
