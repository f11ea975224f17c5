namespace Serverless.Core.Tests.Sam;

public class WebSocketApis
{
    [Theory]
    [InlineData("Routes: {}", "WebSocket API must have at least one route.")]
    [InlineData("Routes: {$connect: {}}", "Route must have associated function.")]
    [InlineData("Routes: {a.b: {FunctionArn: f}}", "Route key 'a.b' must be alphanumeric. Only $connect, $disconnect, and $default special routes are supported.")]
    [InlineData("Routes: {a: {FunctionArn: f, RequestParameters: {p: q}}}", "Request parameters are only supported for the $connect route in WebSocket APIs.")]
    [InlineData("Routes: {a: {FunctionArn: f}}, Auth: {AuthType: AWS_IAM}", "Authorization is only available if there is a $connect route.")]
    [InlineData("Routes: {$connect: {FunctionArn: f}}, Auth: {AuthArn: a}", "AuthType must be specified for additional auth configurations.")]
    [InlineData("Routes: {$connect: {FunctionArn: f}}, Auth: {AuthType: JWT}", "AuthType is not one of AWS_IAM, CUSTOM or NONE.")]
    [InlineData("Routes: {$connect: {FunctionArn: f}}, Auth: {AuthType: [JWT]}", "AuthType is not one of AWS_IAM, CUSTOM or NONE.")]
    [InlineData("Routes: {$connect: {FunctionArn: f}}, Auth: {AuthType: CUSTOM}", "AuthArn must be specified if AuthType is CUSTOM.")]
    [InlineData("Routes: {$connect: {FunctionArn: f}}, Auth: {AuthType: none, Name: n}", "No additional configurations supported for AuthType NONE.")]
    [InlineData("Routes: {$connect: {FunctionArn: f}}, StageName: $default", "Stages cannot be named $default for WebSocket APIs.")]
    [InlineData("Routes: {$connect: {FunctionArn: f}}, IpAddressType: ipv6", "IpAddressType must be 'ipv4' or 'dualstack'.")]
    [InlineData("Routes: {$connect: {FunctionArn: f}}, Domain: {DomainName: d}", "Custom Domains only works if both DomainName and CertificateArn are provided.")]
    [InlineData("Routes: {$connect: {FunctionArn: f}}, Domain: {MutualTlsAuthentication: {TruststoreUri: u}}", "Mutual TLS domain name association is not supported for Websocket APIs.")]
    [InlineData("Routes: {$connect: f}", "Property 'Routes.$connect' should be a map.")]
    public void WhatCannotBeIsReported(string properties, string text)
    {
        var error = Some.OnlyError($"Resources: {{A: {{Type: AWS::Serverless::WebSocketApi, Properties: {{RouteSelectionExpression: x, {properties}}}}}}}");
        Assert.Equal($"Resource with id [A] is invalid. {text}", error.Message);
    }

    [Fact]
    public void EachResourceOfARoutePointsAtTheRoute()
    {
        var origins = Some.Good("""
            Resources:
              Chat:
                Type: AWS::Serverless::WebSocketApi
                Properties:
                  RouteSelectionExpression: $request.body.action
                  Routes:
                    $connect: {FunctionArn: f}
                    say:
                      FunctionArn: f
            """).Origins;
        Assert.Equal(7, origins["ChatConnectPermission"].Span.Start.Line);
        Assert.Equal(8, origins["ChatSayRoute"].Span.Start.Line);
        Assert.Equal("Chat", origins["ChatSayIntegration"].Id.Value);
    }
}
