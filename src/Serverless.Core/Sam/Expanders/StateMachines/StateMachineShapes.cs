using Serverless.Sam.Resources;

namespace Serverless.Sam.Expanders.StateMachines;

/// <summary>The types of Step Functions.</summary>
internal static class StateMachineShapes
{
    public static readonly ResourceShape StateMachine = new(
        "AWS::StepFunctions::StateMachine",
        "Definition", "DefinitionString", "DefinitionS3Location", "LoggingConfiguration", "RoleArn", "StateMachineName", "StateMachineType",
        "Tags", "DefinitionSubstitutions", "TracingConfiguration") { RefIsArn = true };

    public static readonly ResourceShape Version =
        new("AWS::StepFunctions::StateMachineVersion", "StateMachineArn", "StateMachineRevisionId") { RefIsArn = true };

    public static readonly ResourceShape Alias = new("AWS::StepFunctions::StateMachineAlias", "Name", "DeploymentPreference") { RefIsArn = true };
}
