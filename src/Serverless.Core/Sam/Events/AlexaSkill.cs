using Serverless.Sam.Resources;
using static Serverless.Sam.Resources.PropertyRule;

namespace Serverless.Sam.Events;

/// <summary>A skill of Alexa.</summary>
internal sealed class AlexaSkill : EventSource
{
    public override PropertyTable Properties { get; } = new("AlexaSkill", String("SkillId"));

    public override void Expand(SamEvent source, EventExpansion expansion) =>
        expansion.AddPermission(source, "alexa-appkit.amazon.com")["EventSourceToken"] = source["SkillId"];
}
