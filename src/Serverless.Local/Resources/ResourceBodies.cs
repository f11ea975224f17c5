using System.Collections.Frozen;
using Serverless.Local.Resources.HttpApis;
using Serverless.Local.Resources.Lambda;
using Serverless.Local.Resources.Others;
using Serverless.Local.Resources.Stacks;

namespace Serverless.Local.Resources;

/// <summary>The list of resource types that have a local body. Every other type is recorded.</summary>
internal static class ResourceBodies
{
    private static readonly FrozenDictionary<string, IResourceBody> Table = new IResourceBody[]
    {
        new FunctionBody(),
        new VersionBody(),
        new AliasBody(),
        new UrlBody(),
        new ApiBody(),
        new StageBody(),
        new IntegrationBody(),
        new RouteBody(),
        new DeploymentBody(),
        new BucketBody(),
        new NestedStackBody(),
    }.Concat(QuietBodies.All).ToFrozenDictionary(body => body.ResourceType);

    /// <summary>The types with a local body.</summary>
    public static IEnumerable<string> Emulated => Table.Keys;

    /// <summary>The body of a type.</summary>
    public static IResourceBody Find(string type) => Table.TryGetValue(type, out var body) ? body : new RecordedBody(type);

    /// <summary>True for a type that is only recorded.</summary>
    public static bool IsRecorded(string type) => !Table.ContainsKey(type);
}
