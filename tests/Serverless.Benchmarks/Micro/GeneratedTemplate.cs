using System.Globalization;
using System.Text;
using Serverless.Text;

namespace Serverless.Benchmarks.Micro;

/// <summary>A large template that nobody had to write.</summary>
internal static class GeneratedTemplate
{
    /// <summary>Fifty functions with three events each: an HTTP route, a schedule and a queue.</summary>
    public static SourceText Create()
    {
        var text = new StringBuilder("""
            AWSTemplateFormatVersion: 2010-09-09
            Transform: AWS::Serverless-2016-10-31
            Parameters:
              Stage: { Type: String, Default: test }
            Globals:
              Function:
                Runtime: dotnet10
                Handler: App
                CodeUri: s3://bucket/code.zip
                MemorySize: 512
            Resources:
              Jobs:
                Type: AWS::SQS::Queue

            """);
        for (var i = 0; i < 50; i++)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $$"""
                  Function{{i}}:
                    Type: AWS::Serverless::Function
                    Properties:
                      Timeout: 10
                      Environment:
                        Variables:
                          STAGE: !Ref Stage
                          NAME: !Sub '${AWS::StackName}-{{i}}'
                      Policies:
                        - AWSXrayWriteOnlyAccess
                        - SQSSendMessagePolicy: { QueueName: !GetAtt Jobs.QueueName }
                      Events:
                        Route:
                          Type: HttpApi
                          Properties: { Method: GET, Path: '/things/{{i}}/{id}' }
                        Nightly:
                          Type: Schedule
                          Properties: { Schedule: 'rate(1 day)' }
                        Job:
                          Type: SQS
                          Properties: { Queue: !GetAtt Jobs.Arn, BatchSize: 10 }
                """);
        }

        return new("/template.yaml", text.ToString());
    }
}
