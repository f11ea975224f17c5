using Serverless.Sam.Errors;
using Serverless.Templates;

namespace Serverless.Sam;

/// <summary>The names of SAM's resource types, and which of them the steps before the expansion look at.</summary>
internal static class SamTypes
{
    public const string Prefix = "AWS::Serverless::";
    public const string Function = "AWS::Serverless::Function";
    public const string StateMachine = "AWS::Serverless::StateMachine";
    public const string Api = "AWS::Serverless::Api";
    public const string HttpApi = "AWS::Serverless::HttpApi";
    public const string WebSocketApi = "AWS::Serverless::WebSocketApi";
    public const string SimpleTable = "AWS::Serverless::SimpleTable";
    public const string LayerVersion = "AWS::Serverless::LayerVersion";
    public const string Application = "AWS::Serverless::Application";
    public const string CapacityProvider = "AWS::Serverless::CapacityProvider";
    public const string GraphQLApi = "AWS::Serverless::GraphQLApi";
    public const string Connector = "AWS::Serverless::Connector";

    /// <summary>True for the types that Globals, implicit APIs and the first validation know: all but the two youngest ways to connect.</summary>
    public static bool IsClassic(string? type) =>
        type is Function or StateMachine or Api or HttpApi or WebSocketApi or SimpleTable or LayerVersion or Application or CapacityProvider;

    /// <summary>The resources of the classic types, in order. Looking at them checks the condition of every resource.</summary>
    /// <exception cref="SamDocumentException">The condition of some resource, of whatever type, is no string.</exception>
    public static List<ClassicResource> ClassicResources(MapValue resources)
    {
        var found = new List<ClassicResource>();
        foreach (var (key, value) in resources)
        {
            if (value is not MapValue body)
            {
                continue;
            }

            if (body["Condition"] is { IsTruthy: true } and not StringValue)
            {
                throw SamDocumentException.Template("Every Condition member must be a string.", body["Condition"]!.Span.Or(key.Span));
            }

            if (body["Type"].AsString() is { } type && IsClassic(type))
            {
                found.Add(new(key, body, type));
            }
        }

        return found;
    }
}

/// <summary>A resource of a classic type.</summary>
internal sealed record ClassicResource(MapKey Key, MapValue Body, string Type);
