using Serverless.Sam.Errors;
using Serverless.Sam.Python;
using Serverless.Templates;

namespace Serverless.Sam.Connectors;

/// <summary>The permissions that a connector asks for.</summary>
internal static class ConnectorPermissions
{
    /// <exception cref="SamErrorException">There are none, or the profile does not grant them.</exception>
    public static HashSet<string> Read(ConnectorRequest request, ConnectorProfile profile, ConnectorEnd from, ConnectorEnd to)
    {
        var names = NamesIn(request.Permissions);
        var known = string.Join(", ", profile.Permissions);
        if (names.Count == 0)
        {
            throw request.Subject.Error($"'Permissions' cannot be empty; valid values are: {known}.", request.Permissions);
        }

        var unsupported = $"Unsupported 'Permissions' provided for connector from {from.Type} to {to.Type}; valid";
        if (!names.IsSubsetOf(profile.Permissions))
        {
            throw request.Subject.Error($"{unsupported} values are: {known}.", request.Permissions);
        }

        if (profile.ValidCombinations.Length > 0 && !Array.Exists(profile.ValidCombinations, names.SetEquals))
        {
            var combinations = string.Join(", ", profile.ValidCombinations.Select(one => string.Join(" + ", one)));
            throw request.Subject.Error($"{unsupported} combinations are: {combinations}.", request.Permissions);
        }

        return names;
    }

    // A map gets here because it may be an intrinsic; the service then takes its key for a permission.
    private static HashSet<string> NamesIn(TemplateValue permissions) => permissions switch
    {
        ListValue list => [.. list.Select(PythonText.Str)],
        MapValue map => [.. map.Keys],
        _ => [],
    };
}
