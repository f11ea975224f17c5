using Serverless.Sam.Errors;
using Serverless.Sam.Python;
using Serverless.Sam.Resources;
using Serverless.Templates;
using static Serverless.Sam.Resources.PropertyRule;

namespace Serverless.Sam.Events;

/// <summary>The triggers of a user pool in the same template, which is edited and written again.</summary>
internal sealed class Cognito : EventSource
{
    public override PropertyTable Properties { get; } = new(
        "Cognito", String("UserPool").Required(), StringOrStrings("Trigger").Required().NoIntrinsic());

    public override void Link(SamEvent source, MapValue resources) => _ = UserPoolOf(source, resources);

    public override void Expand(SamEvent source, EventExpansion expansion)
    {
        var (key, pool) = UserPoolOf(source, expansion.Resources);
        expansion.Output.Add(expansion.MakePermission(
            source, "cognito-idp.amazonaws.com", Intrinsic.GetAtt(key.Text, "Arn"), expansion.Target.Id + "Cognito"));
        AddTriggers(source, pool, expansion.Target, new Subject(SamErrorKind.Resource, key.Text, key.Span));
        expansion.Output.Add(ExistingResource.Read(Shapes.UserPool, key.Text, pool, key.Span));
    }

    private static (MapKey Key, MapValue Pool) UserPoolOf(SamEvent source, MapValue resources)
    {
        if (source["UserPool"].AsMap()?["Ref"] is { } name)
        {
            var id = name as StringValue ?? throw source.SubjectById.Error("Ref in Userpool is not a string.", name);
            if (resources[id.Value] is MapValue pool)
            {
                return (resources.KeyOf(id.Value)!, pool);
            }
        }

        throw source.Error("Cognito events must reference a Cognito UserPool in the same template.", source["UserPool"], "Use !Ref with the pool's logical id.");
    }

    private static void AddTriggers(SamEvent source, MapValue pool, GeneratedResource target, Subject subject)
    {
        var properties = subject.Map(ExistingResource.PropertiesOf(pool), "", "Properties should be a map.");
        if (properties.Get("LambdaConfig") is null)
        {
            properties["LambdaConfig"] = new MapValue();
        }

        var triggers = subject.Map(properties["LambdaConfig"], "LambdaConfig");
        foreach (var trigger in source["Trigger"] is ListValue many ? many : Values.List(source["Trigger"]!))
        {
            var name = trigger.AsString()!;
            if (triggers.ContainsKey(name))
            {
                throw source.Error($"Cognito trigger \"{PythonText.Str(source["Trigger"])}\" defined multiple times.", trigger);
            }

            triggers[name] = target.Arn();
        }
    }
}
