using Serverless.Templates;

namespace Serverless.Core.Tests.Sam;

/// <summary>What is said about events of REST APIs; the texts are those of the reference transform, aws-sam-translator 1.110.0.</summary>
public class RestEvents
{
    private const string Frame = "Resource with id [Hello] is invalid. Event with id [Get] is invalid. ";
    private const string Place = "on API method [get] for path [/a]";

    [Theory]
    [InlineData("RestApiId: !Ref Nobody", Frame + "RestApiId must be a valid reference to an 'AWS::Serverless::Api' resource in same template.")]
    [InlineData("RestApiId: !Ref Http", Frame + "RestApiId must be a valid reference to an 'AWS::Serverless::Api' resource in same template.")]
    [InlineData("RestApiId: !GetAtt [A, b]", Frame + "Property 'RestApiId' should be a string.")]
    [InlineData("RequestModel: {Model: Order}", Frame + "Unable to set RequestModel [Order] " + Place + " because the related API does not define any Models.")]
    [InlineData("RestApiId: !Ref Shop, RequestModel: {Model: Other}", Frame + "Unable to set RequestModel [Other] " + Place + " because it wasn't defined in the API's Models.")]
    [InlineData("RestApiId: !Ref Shop, RequestModel: {Model: [Order]}", Frame + "Unable to set RequestModel [[u'Order']] " + Place + " because the related API does not contain valid Models.")]
    [InlineData("RestApiId: !Ref Shop, RequestModel: {Model: Order, ValidateBody: 'yes'}", Frame + "Unable to set Validator to RequestModel [Order] " + Place + " ValidateBody and ValidateParameters must be a boolean type, strings or intrinsics are not supported.")]
    [InlineData("RequestParameters: [5]", Frame + "Invalid value for 'RequestParameters' property. Property must be either a string or an object")]
    [InlineData("RequestParameters: [method.request.body.a]", Frame + "Invalid value for 'RequestParameters' property. Keys must be in the format 'method.request.[querystring|path|header].{value}', e.g 'method.request.header.Authorization'.")]
    [InlineData("RequestParameters: [{method.request.header.a: {Other: 1}}]", Frame + "Invalid value for 'RequestParameters' property. Values must be an object, e.g { Required: true, Caching: false }")]
    [InlineData("Auth: {Authorizer: Users}", Frame + "Unable to set Authorizer [Users] " + Place + " because the related API does not define any Authorizers.")]
    [InlineData("RestApiId: !Ref Shop, Auth: {Authorizer: Others}", Frame + "Unable to set Authorizer [Others] " + Place + " because it wasn't defined in the API's Authorizers.")]
    [InlineData("RestApiId: !Ref Shop, Auth: {Authorizer: NONE}", Frame + "Unable to set Authorizer " + Place + " because 'NONE' is only a valid value when a DefaultAuthorizer on the API is specified.")]
    [InlineData("RestApiId: !Ref Shop, Auth: {Authorizer: [5]}", Frame + "Unable to set Authorizer [[5]] " + Place + ". The method authorizer must be a string with a corresponding dict entry in the api authorizer.")]
    [InlineData("RestApiId: !Ref Shop, Auth: {Authorizer: Users, AuthorizationScopes: x}", Frame + "Property 'Auth.AuthorizationScopes' should be a list.")]
    [InlineData("Auth: {AuthorizationScopes: [x]}", Frame + "AuthorizationScopes works only when Authorizer is set")]
    [InlineData("Auth: {ApiKeyRequired: false}", Frame + "Unable to set ApiKeyRequired [False] " + Place + " because the related API does not specify any ApiKeyRequired.")]
    [InlineData("Auth: {ResourcePolicy: x}", "Resource with id [Get] is invalid. Property 'Auth.ResourcePolicy' should be a map.")]
    [InlineData("RestApiId: !Ref Written, Auth: {OverrideApiAuth: true}", Frame + "Must define one of: Authorizer, ApiKeyRequired or ResourcePolicy when using the OverrideApiAuth property.")]
    [InlineData("RestApiId: !Ref Merged", "Resource with id [Merged] is invalid. Property 'DefinitionBody.paths./a.get' should be a map.")]
    [InlineData("Foo: x", "Resource with id [HelloGet] is invalid. property Foo not defined for resource of type Api")]
    public void ASettingThatCannotBeIsReported(string properties, string message) =>
        Assert.Equal(message, Some.OnlyError(With($"Get: {{Type: Api, Properties: {{Path: /a, Method: GET, {properties}}}}}")).Message);

    [Fact]
    public void ARouteThatIsThereAlreadyIsReported()
    {
        var error = Some.OnlyError(With(
            "A: {Type: Api, Properties: {Path: /a, Method: GET}}, Get: {Type: Api, Properties: {Path: /a, Method: get}}"));
        Assert.Equal(Frame + "API method \"get\" defined multiple times for path \"/a\".", error.Message);
    }

    [Fact]
    public void AnEventThatFailsDoesNotTakeTheRouteFromTheNext()
    {
        var expanded = Some.Expanded("""
            Resources:
              One: {Type: AWS::Serverless::Function, Properties: {Runtime: r, Handler: h, InlineCode: x, Events: {Get: {Type: Api, Properties: {Path: /a, Method: get, Auth: {Authorizer: Nobody}}}}}}
              Two: {Type: AWS::Serverless::Function, Properties: {Runtime: r, Handler: h, InlineCode: x, Events: {Get: {Type: Api, Properties: {Path: /a, Method: get, Auth: {Authorizer: Nobody}}}}}}
            """);
        Assert.Equal(2, expanded.Diagnostics.Length);
        Assert.All(expanded.Diagnostics, error => Assert.Contains("Unable to set Authorizer [Nobody]", error.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/hello/{name}/", "GET", "GET/hello/*")]
    [InlineData("/{rest+}", "any", "*/*")]
    [InlineData("/", "post", "POST/")]
    [InlineData("/a{b c}", "get", "GET/a{b c}")]
    public void APermissionIsForTheRoute(string path, string method, string expected)
    {
        var template = Some.Good(With($"Get: {{Type: Api, Properties: {{Path: '{path}', Method: {method}}}}}")).Template;
        var arn = template.FindResource("HelloGetPermissionProd")!.Properties!["SourceArn"].AsMap()!["Fn::Sub"].AsList()![0].AsString();
        Assert.Equal($"arn:aws:execute-api:${{AWS::Region}}:${{AWS::AccountId}}:${{__ApiId__}}/${{__Stage__}}/{expected}", arn);
    }

    [Fact]
    public void AnImplicitApiWithoutRoutesLeavesTheUsersOwn()
    {
        var template = Some.Good("""
            Resources:
              ServerlessRestApi: {Type: AWS::SNS::Topic}
              Hello: {Type: AWS::Serverless::Function, Properties: {Runtime: r, Handler: h, InlineCode: x}}
            """).Template;
        Assert.Equal("AWS::SNS::Topic", template.FindResource("ServerlessRestApi")!.ResourceType);
    }

    private static string With(string events) => $$"""
        Resources:
          Hello:
            Type: AWS::Serverless::Function
            Properties:
              Runtime: provided.al2023
              Handler: bootstrap
              InlineCode: x
              Events: { {{events}} }
          Shop:
            Type: AWS::Serverless::Api
            Properties:
              StageName: v1
              Models:
                Order: {type: object}
              Auth:
                Authorizers:
                  Users: {UserPoolArn: arn}
          Written:
            Type: AWS::Serverless::Api
            Properties:
              StageName: v1
              DefinitionBody: {swagger: 2, paths: {} }
          Merged:
            Type: AWS::Serverless::Api
            Properties:
              StageName: v1
              MergeDefinitions: true
              DefinitionBody:
                swagger: 2
                paths:
                  /a: {get: 5}
          Http: {Type: AWS::Serverless::HttpApi}
        """;
}
