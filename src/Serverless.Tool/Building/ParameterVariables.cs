using System.Collections.Immutable;
using Serverless.Compilation;

namespace Serverless.Tool.Building;

/// <summary>
/// Hands values of template parameters to a build in this process: a property has their names, and environment variables have their
/// values, which the tasks read at the last moment. So no log of MSBuild has a secret.
/// </summary>
internal static class ParameterVariables
{
    /// <summary>The property with the names; Serverless.Sdk makes items of them.</summary>
    public const string Property = "ServerlessParameterOverrides";

    private const string Prefix = "ServerlessParameter_";

    /// <summary>Sets the variables and returns the properties to build with.</summary>
    public static ImmutableDictionary<string, string> Set(ImmutableArray<GivenParameter> parameters, ImmutableDictionary<string, string> properties)
    {
        foreach (var parameter in parameters)
        {
            Environment.SetEnvironmentVariable(Prefix + parameter.Name, parameter.Value);
        }

        return parameters.IsEmpty ? properties : properties.SetItem(Property, string.Join(';', parameters.Select(parameter => parameter.Name).Distinct()));
    }
}
