using Serverless.Sam.Errors;
using Serverless.Sam.Resources;
using Serverless.Templates;

namespace Serverless.Sam;

/// <summary>Refuses a generated resource whose logical id the template uses for something else.</summary>
internal static class TakenIds
{
    // What may take the place of what. A type may also replace one whose name is a part of the right side: the service looks for the
    // name in the text, and templates depend on it.
    private static readonly Dictionary<string, string[]> _replacements = new()
    {
        ["AWS::Lambda::Function"] = [SamTypes.Function],
        ["AWS::Lambda::LayerVersion"] = [SamTypes.LayerVersion],
        ["AWS::Lambda::CapacityProvider"] = [SamTypes.CapacityProvider],
        ["AWS::ApiGateway::RestApi"] = [SamTypes.Api],
        ["AWS::ApiGatewayV2::Api"] = [SamTypes.HttpApi, SamTypes.WebSocketApi],
        ["AWS::S3::Bucket"] = ["AWS::S3::Bucket"],
        ["AWS::SNS::Topic"] = ["AWS::SNS::Topic"],
        ["AWS::DynamoDB::Table"] = [SamTypes.SimpleTable],
        ["AWS::CloudFormation::Stack"] = [SamTypes.Application],
        ["AWS::Cognito::UserPool"] = ["AWS::Cognito::UserPool"],
        ["AWS::ApiGateway::DomainName"] = ["AWS::ApiGateway::DomainName"],
        ["AWS::ApiGateway::BasePathMapping"] = ["AWS::ApiGateway::BasePathMapping"],
        ["AWS::ApiGateway::DomainNameV2"] = ["AWS::ApiGateway::DomainNameV2"],
        ["AWS::ApiGateway::BasePathMappingV2"] = ["AWS::ApiGateway::BasePathMappingV2"],
        ["AWS::StepFunctions::StateMachine"] = [SamTypes.StateMachine],
        ["AWS::AppSync::GraphQLApi"] = [SamTypes.GraphQLApi],
    };

    /// <summary>The complaint about an id that is taken; null when it is free or may be replaced.</summary>
    public static SamError? Check(GeneratedResource resource, SamResource owner, MapValue inputResources)
    {
        if (inputResources[resource.Id] is not MapValue there || MayReplace(resource.Shape.Type, there["Type"].AsString()))
        {
            return null;
        }

        return Taken(owner.Subject, resource.Id, resource.Shape.Type, inputResources.KeyOf(resource.Id)!.Span.Or(owner.Span));
    }

    /// <summary>The complaint about an id that is taken.</summary>
    public static SamError Taken(Subject owner, string id, string type, Text.SourceSpan span) => new(
        SamErrorKind.DuplicateId,
        owner.Id,
        $"Transforming resource with id [{owner.Id}] attempts to create a new resource with id [{id}] and type "
        + $"\"{type}\". A resource with that id already exists within this template. Please use a different id for that resource.",
        span);

    private static bool MayReplace(string made, string? there)
    {
        if (there is null || !_replacements.TryGetValue(made, out var replaced))
        {
            return false;
        }

        return replaced is [var one] ? one.Contains(there, StringComparison.Ordinal) : replaced.Contains(there);
    }
}
