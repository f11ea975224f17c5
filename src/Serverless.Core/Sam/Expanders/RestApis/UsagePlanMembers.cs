using Serverless.Sam.Resources;
using Serverless.Templates;

namespace Serverless.Sam.Expanders.RestApis;

/// <summary>The APIs of a usage plan, in the forms in which plan and key list them.</summary>
internal sealed class UsagePlanMembers
{
    public UsagePlanMembers()
    {
    }

    public UsagePlanMembers(GeneratedResource api, GeneratedResource stage) => Add(api, stage);

    /// <summary>The APIs' ids.</summary>
    public ListValue Apis { get; } = [];

    public ListValue ApiStages { get; } = [];

    public ListValue StageKeys { get; } = [];

    public void Add(GeneratedResource api, GeneratedResource stage)
    {
        Apis.Add(api.Id);
        ApiStages.Add(Values.Map(("ApiId", api.Ref()), ("Stage", stage.Ref())));
        StageKeys.Add(Values.Map(("RestApiId", api.Ref()), ("StageName", stage.Ref())));
    }
}
