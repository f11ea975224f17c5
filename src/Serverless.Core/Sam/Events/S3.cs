using Serverless.Sam.Errors;
using Serverless.Sam.Resources;
using Serverless.Templates;
using static Serverless.Sam.Resources.PropertyRule;

namespace Serverless.Sam.Events;

/// <summary>The notifications of a bucket in the same template, which is edited and written again.</summary>
internal sealed class S3 : EventSource
{
    public override PropertyTable Properties { get; } = new(
        "S3", String("Bucket").Required(), StringOrStrings("Events").Required().NoIntrinsic(), MapOfStrings("Filter"));

    public override void Link(SamEvent source, MapValue resources) => _ = BucketOf(source, resources);

    public override void Expand(SamEvent source, EventExpansion expansion)
    {
        var (key, bucket) = BucketOf(source, expansion.Resources);
        var subject = new Subject(SamErrorKind.Resource, key.Text, key.Span);
        var permission = expansion.AddPermission(source, "s3.amazonaws.com");
        permission["SourceAccount"] = Intrinsic.Ref("AWS::AccountId");
        if (permission.Condition is { } condition)
        {
            DependByTag(bucket, condition, permission.Id, subject);
        }
        else
        {
            Depend(bucket, permission.Id, source);
        }

        AddNotifications(source, bucket, expansion.Target, subject);
        expansion.Output.Add(ExistingResource.Read(Shapes.Bucket, key.Text, bucket, key.Span));
    }

    private static (MapKey Key, MapValue Bucket) BucketOf(SamEvent source, MapValue resources)
    {
        if (source["Bucket"].AsMap()?["Ref"] is { } name)
        {
            var id = name as StringValue ?? throw source.Error("'Ref' value in S3 events is not a valid string.", name);
            if (resources[id.Value] is MapValue bucket)
            {
                return (resources.KeyOf(id.Value)!, bucket);
            }
        }

        throw source.Error("S3 events must reference an S3 bucket in the same template.", source["Bucket"], "Use !Ref with the bucket's logical id.");
    }

    private static void Depend(MapValue bucket, string permissionId, SamEvent source)
    {
        var all = bucket["DependsOn"] switch
        {
            null => [],
            StringValue one => new ListValue(one),
            ListValue many when many.All(item => item is StringValue) => new ListValue(many.DistinctBy(item => item.AsString())),
            var other => throw new Subject(SamErrorKind.Resource, source.Id, source.Span).Error(
                "Invalid type for field 'DependsOn'. Expected a string or list of strings.", other),
        };
        if (!all.Contains(permissionId))
        {
            all.Add(permissionId);
        }

        bucket["DependsOn"] = all;
    }

    // DependsOn knows no conditions; a tag that refers to the permission under the condition makes CloudFormation wait as well.
    private static void DependByTag(MapValue bucket, TemplateValue condition, string permissionId, Subject subject)
    {
        var properties = subject.Map(ExistingResource.PropertiesOf(bucket), "", "Properties should be a map.");
        var tags = new ListValue(properties.Get("Tags") is { } there ? subject.List(there, "Tags") : []);
        tags.Add(Values.Map(
            ("Key", "sam:ConditionalDependsOn:" + permissionId),
            ("Value", Values.If(condition, Intrinsic.Ref(permissionId), "no dependency"))));
        properties["Tags"] = tags;
    }

    private static void AddNotifications(SamEvent source, MapValue bucket, GeneratedResource target, Subject subject)
    {
        var properties = subject.Map(ExistingResource.PropertiesOf(bucket), "", "Properties should be a map.");
        var configuration = subject.Map(GetOrSet(properties, "NotificationConfiguration", () => new MapValue()), "NotificationConfiguration");
        var all = GetOrSet(configuration, "LambdaConfigurations", () => new ListValue()) as ListValue
            ?? throw subject.Error("Invalid type for LambdaConfigurations. Must be a list.", configuration["LambdaConfigurations"]);
        foreach (var type in source["Events"] is ListValue many ? many : Values.List(source["Events"]!))
        {
            var notification = Notification(source, type, target);
            if (!all.Contains(notification))
            {
                all.Add(notification);
            }
        }
    }

    private static MapValue Notification(SamEvent source, TemplateValue type, GeneratedResource target)
    {
        var notification = Values.Map(("Function", target.Arn()), ("Filter", source["Filter"]?.DeepClone()), ("Event", type));
        return target.Condition is { } condition ? Values.If(condition, notification) : notification;
    }

    private static TemplateValue GetOrSet(MapValue map, string key, Func<TemplateValue> make)
    {
        if (map.Get(key) is { } there)
        {
            return there;
        }

        var made = make();
        map[key] = made;
        return made;
    }
}
