using Serverless.Sam.Python27;
using Serverless.Templates;

namespace Serverless.Sam.Events;

/// <summary>The address by which API Gateway invokes a function.</summary>
internal static class InvocationUri
{
    /// <summary>The address, with the mark that the function's id has. An alias is no id of the template and has none.</summary>
    public static MapValue Of(EventExpansion expansion, string partition, bool isStreamed = false)
    {
        var isAlias = expansion.Target.Shape.RefIsArn;
        var name = isAlias ? expansion.Target.Id : expansion.Target.Id + ".Arn";
        var (version, call) = isStreamed ? ("2021-11-15", "response-streaming-invocations") : ("2015-03-31", "invocations");
        var uri = $"arn:{partition}:apigateway:${{AWS::Region}}:lambda:path/{version}/functions/${{{name}}}/{call}";
        return Python27Map.Of(("Fn::Sub", new StringValue(uri) { IsMarked = !isAlias && expansion.Run.IsMarked }));
    }
}
