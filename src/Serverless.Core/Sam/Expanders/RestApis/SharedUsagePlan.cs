using Serverless.Sam.Errors;
using Serverless.Sam.Resources;
using Serverless.Templates;

namespace Serverless.Sam.Expanders.RestApis;

/// <summary>The usage plan that the APIs of a template share. It is written again with every API that joins.</summary>
internal sealed class SharedUsagePlan
{
    private const string ConditionName = "SharedUsagePlanCondition";

    private readonly List<string?> _conditions = [];

    public UsagePlanMembers Members { get; } = new();

    /// <summary>Condition and policies that follow from those of the APIs.</summary>
    public MapValue Attributes { get; } = [];

    /// <exception cref="SamDocumentException">An API has a condition, and the template has none.</exception>
    public void Add(GeneratedResource api, GeneratedResource stage, MapValue attributes, TransformRun run)
    {
        Members.Add(api, stage);
        Keep("DeletionPolicy", attributes["DeletionPolicy"], (_, given) => given.IsText("Retain"));
        Keep("UpdateReplacePolicy", attributes["UpdateReplacePolicy"], (there, given) =>
            given.IsText("Retain") || (given.IsText("Snapshot") && there.IsText("Delete")));
        _conditions.Add(attributes["Condition"].AsString());
        SetCondition(run);
    }

    private void Keep(string name, TemplateValue? given, Func<TemplateValue, TemplateValue, bool> overrides)
    {
        if (given is not null && (Attributes[name] is not { } there || overrides(there, given)))
        {
            Attributes[name] = given;
        }
    }

    // The plan is there when one of its APIs is.
    private void SetCondition(TransformRun run)
    {
        Attributes.Remove("Condition");
        var all = run.Output["Conditions"].AsMap();
        all?.Remove(ConditionName);
        if (_conditions.Contains(null))
        {
            return;
        }

        if (all is null)
        {
            throw SamDocumentException.Template("Can't have condition without having 'Conditions' section in the template", default);
        }

        Attributes["Condition"] = ConditionName;
        var names = _conditions.OfType<string>().Distinct().ToList();
        if (names is [var only])
        {
            // Not a condition, but this is what the service writes.
            all[ConditionName] = only;
        }

        foreach (var (key, condition) in CombinedCondition.Of(names, ConditionName))
        {
            all.Set(key, condition);
        }
    }
}
