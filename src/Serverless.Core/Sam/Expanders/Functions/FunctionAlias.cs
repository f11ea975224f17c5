using System.Text.RegularExpressions;
using Serverless.Sam.Resources;
using Serverless.Templates;

namespace Serverless.Sam.Expanders.Functions;

/// <summary>The version that is published with every change, and the alias that points to it.</summary>
internal static partial class FunctionAlias
{
    /// <returns>The alias; null when the function has none.</returns>
    public static GeneratedResource? Add(SamResource resource, GeneratedResource function, TransformRun run, List<GeneratedResource> resources)
    {
        if (!resource["AutoPublishAlias"].IsTruthy())
        {
            return resource["ProvisionedConcurrencyConfig"] is { IsTruthy: true } concurrency
                ? throw resource.Error("To set ProvisionedConcurrencyConfig AutoPublishALias must be defined on the function", concurrency)
                : null;
        }

        var name = ResolveName(resource, run);
        var sha = CodeSha(resource, function, run);
        var version = Version(resource, function, sha, run);
        var alias = Alias(resource, name, function, version);
        resources.Add(version);
        resources.Add(alias);
        return alias;
    }

    private static StringValue ResolveName(SamResource resource, TransformRun run) =>
        run.Parameters.Resolve(resource["AutoPublishAlias"]) as StringValue
        ?? throw resource.Error("'AutoPublishAlias' must be a string or a Ref to a template parameter", resource["AutoPublishAlias"]);

    // Lambda publishes no version while the function is the same, so the hash goes into the description as well.
    private static string? CodeSha(SamResource resource, GeneratedResource function, TransformRun run)
    {
        if (resource["AutoPublishCodeSha256"] is not { IsTruthy: true } given)
        {
            return null;
        }

        var sha = run.Parameters.Resolve(given) as StringValue ?? throw resource.Error("AutoPublishCodeSha256 must be a string", given);
        function["Description"] = run.Parameters.Resolve(resource["Description"]) switch
        {
            null or { IsTruthy: false } => sha,
            StringValue text => new StringValue($"{text.Value} {sha.Value}") { Span = text.Span },
            var other => new MapValue(new MapEntry("Fn::Join", Values.List(" ", Values.List(other, sha)))) { Span = other.Span },
        };
        return sha.Value;
    }

    private static GeneratedResource Version(SamResource resource, GeneratedResource function, string? sha, TransformRun run)
    {
        // In place: the code that is emitted has its parameters resolved, too.
        run.Parameters.Resolve(function["Code"]);
        var data = resource["AutoPublishAliasAllProperties"].IsTruthy() ? AllProperties(function, run) : CodeAndSettings(function);
        var prefix = resource.Id + "Version";
        var id = string.IsNullOrEmpty(sha) ? HashedId.Of(prefix, data) : prefix + HashedId.Given(sha);
        var version = new GeneratedResource(Shapes.Version, id, resource.Span, resource.PassedOn);
        if (!version.Attributes.ContainsKey("DeletionPolicy"))
        {
            version.Attributes["DeletionPolicy"] = resource["VersionDeletionPolicy"] ?? (resource["CapacityProviderConfig"] is null ? "Retain" : "Delete");
        }

        version["FunctionName"] = function.Ref();
        version["Description"] = resource["VersionDescription"];
        version["FunctionScalingConfig"] = resource["CapacityProviderConfig"] is null ? null : resource["FunctionScalingConfig"];
        return version;
    }

    private static MapValue CodeAndSettings(GeneratedResource function)
    {
        var data = ((MapValue)function["Code"]!).ShallowCopy();
        if (function["Environment"] is MapValue { IsTruthy: true } environment)
        {
            data.Update(environment);
        }

        if (function["MemorySize"] is { IsTruthy: true } memory)
        {
            data["MemorySize"] = memory;
        }

        if (function["SnapStart"] is MapValue { IsTruthy: true } snapStart && snapStart["ApplyOn"] is { } apply && !apply.IsText("None"))
        {
            data["SnapStart"] = snapStart;
        }

        return data;
    }

    private static MapValue AllProperties(GeneratedResource function, TransformRun run)
    {
        var data = function.PropertiesValue();
        foreach (var layer in function["Layers"].AsList() ?? [])
        {
            if (Values.IdOf(layer) is { } id
                && run.InputResources[id].AsMap()?["Properties"] is MapValue properties
                && properties.Get("PublishLambdaVersion").IsTruthy())
            {
                data[id] = properties;
            }
        }

        return data;
    }

    private static GeneratedResource Alias(SamResource resource, StringValue name, GeneratedResource function, GeneratedResource version)
    {
        if (name.Value.Length == 0)
        {
            throw resource.Error("Alias name is required to create an alias", name);
        }

        if (!ValidName().IsMatch(name.Value))
        {
            throw resource.Error(
                $"AutoPublishAlias name ('{name.Value}') must contain only alphanumeric characters, hyphens, or underscores matching (?!^[0-9]+$)([a-zA-Z0-9-_]+) pattern.",
                name);
        }

        var suffix = name.Value.Replace('-', 'D').Replace('_', 'U');
        var alias = new GeneratedResource(Shapes.Alias, $"{function.Id}Alias{suffix}", resource.Span, resource.PassedOn);
        alias["Name"] = name;
        alias["FunctionName"] = function.Ref();
        alias["FunctionVersion"] = version.GetAtt("Version");
        alias["ProvisionedConcurrencyConfig"] = resource["ProvisionedConcurrencyConfig"] is { IsTruthy: true } concurrency ? concurrency : null;
        return alias;
    }

    [GeneratedRegex(@"^(?![0-9]+$)[a-zA-Z0-9\-_]+$", RegexOptions.ExplicitCapture)]
    private static partial Regex ValidName();
}
